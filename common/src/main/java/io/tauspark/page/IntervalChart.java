package io.tauspark.page;

import java.util.ArrayList;
import java.util.List;

/**
 * Values with their intervals, one row each, and a line at zero: whether an interval holds zero can be seen at once.
 *
 * @param label what the values measure, with its unit
 */
public record IntervalChart(String title, String description, String label, List<Row> rows) implements Chart {
    private static final double ROW = 26;
    private static final double RADIUS = 4.5;
    private static final double CAP = 5;
    private static final double GAP = 10;
    private static final double RIGHT = 18;
    private static final double AXIS_ROOM = 50;
    private static final double TICK = 4;
    private static final double TICK_DROP = 18;
    private static final double LABEL_DROP = 42;
    /** Half the height of a letter, which centres a name on its row. */
    private static final double MIDDLE = 4.5;
    /** Room for a number of a tick on either side of the axis. */
    private static final double LEAST_LEFT = 40;

    /**
     * @param name what it stands for
     * @param value in the middle
     * @param low lower end of the interval; the value itself where there is none
     * @param high upper end
     */
    public record Row(String name, double value, double low, double high) {}

    public IntervalChart {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("interval chart '" + title + "' has no row");
        }
    }

    @Override
    public Element svg() {
        double left = Math.max(
                LEAST_LEFT,
                2 * GAP
                        + Plot.CHARACTER
                                * rows.stream()
                                        .mapToInt(row -> row.name().length())
                                        .max()
                                        .orElse(0));
        double bottom = ROW * rows.size();
        Axis axis = axis();
        Element svg = Plot.svg(this, bottom + AXIS_ROOM);
        for (double tick : axis.ticks()) {
            double x = across(axis, left, tick);
            svg.add(Plot.line(x, 0, x, bottom + TICK, "grid"));
            svg.add(Plot.label(x, bottom + TICK_DROP, "middle", axis.text(tick)));
        }
        double zero = across(axis, left, 0);
        svg.add(Plot.line(zero, 0, zero, bottom, "marker"));
        for (int k = 0; k < rows.size(); k++) {
            svg.add(row(axis, left, rows.get(k), (k + 0.5) * ROW));
        }
        svg.add(Plot.label((left + Plot.WIDTH - RIGHT) / 2, bottom + LABEL_DROP, "middle", label)
                .with("class", "label"));
        return svg;
    }

    private List<Element> row(Axis axis, double left, Row row, double y) {
        List<Element> drawn = new ArrayList<>();
        drawn.add(Plot.label(left - GAP, y + MIDDLE, "end", row.name()).with("class", "label"));
        double low = across(axis, left, row.low());
        double high = across(axis, left, row.high());
        if (row.high() > row.low()) {
            drawn.add(Plot.line(low, y, high, y, "line c1"));
            drawn.add(Plot.line(low, y - CAP, low, y + CAP, "line c1"));
            drawn.add(Plot.line(high, y - CAP, high, y + CAP, "line c1"));
        }
        drawn.add(Element.of("circle")
                .with("cx", across(axis, left, row.value()))
                .with("cy", y)
                .with("r", RADIUS)
                .with("class", "bar c1"));
        return drawn;
    }

    private Axis axis() {
        double low = Math.min(0, rows.stream().mapToDouble(Row::low).min().orElse(0));
        double high = Math.max(0, rows.stream().mapToDouble(Row::high).max().orElse(0));
        return Axis.round(label, low, high);
    }

    private static double across(Axis axis, double left, double value) {
        return left + axis.place(value) * (Plot.WIDTH - left - RIGHT);
    }
}
