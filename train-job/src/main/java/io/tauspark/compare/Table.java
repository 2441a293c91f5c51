package io.tauspark.compare;

import io.tauspark.page.Blocks;
import io.tauspark.page.Column;
import io.tauspark.page.Element;
import java.util.List;
import java.util.stream.Collectors;

/** A table that is shown as Markdown and on a page. */
public record Table(List<Column> columns, List<List<String>> rows) {
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    public String markdown() {
        String head = line(columns.stream().map(Column::name).toList());
        String rule = columns.stream()
                .map(column -> column.numeric() ? "---:" : "---")
                .collect(Collectors.joining("|"));
        return head + "|" + rule + "|\n" + rows.stream().map(Table::line).collect(Collectors.joining());
    }

    public Element html() {
        return Blocks.table(columns, rows);
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
