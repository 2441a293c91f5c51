package io.tauspark.page;

import java.util.List;

/**
 * Cells in named rows, the darker the larger their values. Rows of many cells are broken into lines of equal length.
 *
 * @param low value of the lightest cell
 * @param high value of the darkest, at least {@code low}
 */
public record HeatMap(String title, String description, List<Row> rows, double low, double high) implements Chart {
    private static final int MOST_IN_A_LINE = 16;
    private static final double LINE = 22;
    private static final double ROW_GAP = 5;
    private static final double GAP = 1.5;
    private static final double LEFT = 68;
    private static final double WIDEST_CELL = 52;
    private static final double BASELINE = 15.5;
    private static final double HEADER = 20;
    private static final double NAME_GAP = 10;
    /** Above it the text of a cell has the colour of the paper. */
    private static final double DARK = 0.55;

    /** Opacity of the lightest cell, so that it is one. */
    private static final double FAINTEST = 0.07;

    private static final double DEEPEST = 0.95;

    /** @param name what its cells have in common */
    public record Row(String name, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * @param value what its colour shows; not finite for none
     * @param text what is written in it, up to four characters
     * @param remark what is told of it where it is pointed at
     */
    public record Cell(double value, String text, String remark) {}

    public HeatMap {
        rows = List.copyOf(rows);
    }

    @Override
    public Element svg() {
        int most = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
        int inALine = perLine(Math.max(1, most));
        double width = Math.min(WIDEST_CELL, (Plot.WIDTH - LEFT) / inALine);
        double height = HEADER;
        for (Row row : rows) {
            height += LINE * lines(row, inALine) + ROW_GAP;
        }
        Element svg = Plot.svg(this, height).with("class", "heat");
        for (int column = 0; column < Math.min(most, inALine); column++) {
            String name = most > inALine ? "+" + column : String.valueOf(column);
            svg.add(Plot.label(LEFT + (column + 1 / 2.0) * width, HEADER - GAP * 4, "middle", name));
        }
        double top = HEADER;
        // Said once for all: there may be thousands of cells.
        Element cells = Element.of("g").with("text-anchor", "middle");
        svg.add(cells);
        for (Row row : rows) {
            draw(svg, cells, row, inALine, width, top);
            top += LINE * lines(row, inALine) + ROW_GAP;
        }
        return svg;
    }

    private void draw(Element svg, Element cells, Row row, int inALine, double width, double top) {
        svg.add(Plot.label(0, top + BASELINE, "start", row.name()).with("class", "label"));
        for (int k = 0; k < row.cells().size(); k++) {
            int rowOfCell = k / inALine;
            double line = top + rowOfCell * LINE;
            if (k % inALine == 0 && row.cells().size() > inALine) {
                svg.add(Plot.label(LEFT - NAME_GAP / 2, line + BASELINE, "end", String.valueOf(k)));
            }
            cells.add(cell(row.cells().get(k), LEFT + k % inALine * width, line, width));
        }
    }

    private Element cell(Cell cell, double left, double top, double width) {
        double strength = strength(cell.value());
        Element box = Element.of("rect")
                .with("x", left)
                .with("y", top)
                .with("width", width - GAP)
                .with("height", LINE - GAP);
        if (strength < 0) {
            box.with("class", "cell none");
        } else {
            box.with("class", "cell").with("fill-opacity", FAINTEST + (DEEPEST - FAINTEST) * strength);
        }
        Element text = Element.of("text", cell.text())
                .with("x", left + (width - GAP) / 2)
                .with("y", top + BASELINE)
                .with("class", strength > DARK ? "over" : "under");
        return Element.of("g").add(Element.of("title", cell.remark()), box, text);
    }

    private double strength(double value) {
        if (!Double.isFinite(value)) {
            return -1;
        }
        return high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0;
    }

    private static int lines(Row row, int inALine) {
        return Math.max(1, (row.cells().size() + inALine - 1) / inALine);
    }

    /** The number of cells of a line: as many as fit, but no more than make all lines about as long. */
    private static int perLine(int cells) {
        int lines = (cells + MOST_IN_A_LINE - 1) / MOST_IN_A_LINE;
        return (cells + lines - 1) / lines;
    }
}
