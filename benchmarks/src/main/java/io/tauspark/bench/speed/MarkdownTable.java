package io.tauspark.bench.speed;

import java.util.ArrayList;
import java.util.List;

/** A table whose first column holds names and whose others hold numbers. */
public final class MarkdownTable {
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    public MarkdownTable(List<String> titles) {
        columns = titles.size();
        row(titles);
        lines.add("|---|" + "---:|".repeat(columns - 1));
    }

    public void row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException("row of " + cells.size() + " cells in a table of " + columns);
        }
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    public String text() {
        return String.join("\n", lines);
    }
}
