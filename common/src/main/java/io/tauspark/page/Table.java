package io.tauspark.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A table, as Markdown and for a page. */
public record Table(List<Column> columns, List<List<String>> rows) {
    /**
     * A column of a table.
     *
     * @param name its heading
     * @param numeric whether it is aligned to the right
     */
    public record Column(String name, boolean numeric) {
        public static Column text(String name) {
            return new Column(name, false);
        }

        public static Column number(String name) {
            return new Column(name, true);
        }

        private Element aligned(Element cell) {
            return numeric ? cell.with("class", "number") : cell;
        }
    }

    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT, "row of %d cells in a table of %d columns", row.size(), columns.size()));
            }
        }
    }

    /** A table whose first column holds names and whose others hold numbers. */
    public static Table ofNumbers(List<String> titles, List<List<String>> rows) {
        List<Column> columns = new ArrayList<>();
        for (String title : titles) {
            columns.add(new Column(title, !columns.isEmpty()));
        }
        return new Table(columns, rows);
    }

    /** The lines of the table, each with its end. */
    public String markdown() {
        String head = line(columns.stream().map(Column::name).toList());
        String rule = columns.stream()
                .map(column -> column.numeric() ? "---:" : "---")
                .collect(Collectors.joining("|"));
        return head + "|" + rule + "|\n" + rows.stream().map(Table::line).collect(Collectors.joining());
    }

    public Element html() {
        Element head = Element.of("tr");
        columns.forEach(column ->
                head.add(column.aligned(Element.of("th", column.name()).with("scope", "col"))));
        Element body = Element.of("tbody");
        for (List<String> row : rows) {
            Element line = Element.of("tr");
            for (int k = 0; k < columns.size(); k++) {
                line.add(columns.get(k).aligned(Element.of("td", row.get(k))));
            }
            body.add(line);
        }
        return Element.of("div")
                .with("class", "wide")
                .add(Element.of("table").add(Element.of("thead").add(head), body));
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
