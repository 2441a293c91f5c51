package io.tauspark.page;

import java.util.List;
import java.util.Locale;

/** The drawing area of a chart with its two axes. Places are in units of the view box. */
final class Plot {
    static final double WIDTH = ChartSize.NORMAL.width;
    /** Width of a character of the labels, on average and rather too wide. */
    static final double CHARACTER = 8;

    static final double LEFT = ChartSize.NORMAL.left;

    /** Kept free for the label of the vertical axis. */
    private static final double TURNED_LABEL = 22;

    private static final double RIGHT = 18;
    /** The width of a digit. */
    private static final double DIGIT = 7.5;

    private static final double TOP = 12;
    private static final double TICK_GAP = 8;
    private static final double TICK_DROP = 18;
    /** Half the height of a digit, which centres a label on its tick. */
    private static final double MIDDLE = 4.5;

    /** Height that a label of the vertical axis needs. */
    private static final double LINE = 17;

    private final Axis x;
    private final Axis y;
    private final double header;
    private final ChartSize size;
    private final double left;
    private final Element svg;

    /** @param header height kept free above the drawing area */
    Plot(Chart chart, Axis x, Axis y, double header) {
        this(chart, x, y, header, ChartSize.NORMAL);
    }

    Plot(Chart chart, Axis x, Axis y, double header, ChartSize size) {
        this.x = x;
        this.y = y;
        this.header = header;
        this.size = size;
        left = left(y, size);
        svg = svg(chart, size.width, size.height + header);
        grid();
    }

    static Element svg(Chart chart, double height) {
        return svg(chart, WIDTH, height);
    }

    static Element svg(Chart chart, double width, double height) {
        return Element.of("svg")
                .with("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", width, height))
                .with("role", "img")
                .add(Element.of("title", chart.title()), Element.of("desc", chart.description()));
    }

    static Element label(double x, double y, String anchor, String text) {
        return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }

    static Element line(double x1, double y1, double x2, double y2, String style) {
        return Element.of("line")
                .with("x1", x1)
                .with("y1", y1)
                .with("x2", x2)
                .with("y2", y2)
                .with("class", style);
    }

    /** The left edge of the drawing area, so that the ticks of the vertical axis stand beside it. */
    static double left(Axis y, ChartSize size) {
        double label = size.hasLabels() ? TURNED_LABEL : 0;
        return Math.max(size.left, label + widest(y) + TICK_GAP);
    }

    /** The place of a value of the horizontal axis in a chart of normal size. */
    static double across(Axis x, Axis y, double value) {
        double left = left(y, ChartSize.NORMAL);
        return left + x.place(value) * (WIDTH - left - RIGHT);
    }

    double x(double value) {
        return left + x.place(value) * (right() - left);
    }

    double y(double value) {
        return bottom() - y.place(value) * (bottom() - top());
    }

    double top() {
        return TOP + header;
    }

    double bottom() {
        return size.height + header - size.bottom;
    }

    private double right() {
        return size.width - RIGHT;
    }

    Plot draw(Element element) {
        svg.add(element);
        return this;
    }

    Element svg() {
        return svg;
    }

    private void grid() {
        List<Double> rows = y.ticks();
        int every = stride(rows, (bottom() - top()) * span(y, rows), LINE);
        for (int k = 0; k < rows.size(); k += every) {
            double tick = rows.get(k);
            draw(line(left, y(tick), right(), y(tick), "grid"));
            draw(label(left - TICK_GAP, y(tick) + MIDDLE, "end", y.text(tick)));
        }
        List<Double> columns = x.ticks();
        every = stride(columns, (right() - left) * span(x, columns), widest(x));
        for (int k = 0; k < columns.size(); k += every) {
            double tick = columns.get(k);
            draw(line(x(tick), bottom(), x(tick), bottom() + TICK_GAP / 2, "axis"));
            draw(label(x(tick), bottom() + TICK_DROP, "middle", x.text(tick)));
        }
        draw(line(left, bottom(), right(), bottom(), "axis"));
        if (size.hasLabels()) {
            axisLabels();
        }
    }

    /** The extent of the longest tick of an axis. */
    private static double widest(Axis axis) {
        return axis.ticks().stream()
                .mapToDouble(tick -> axis.text(tick).length() * DIGIT)
                .max()
                .orElse(0);
    }

    /** The share of an axis that its ticks span. */
    private static double span(Axis axis, List<Double> ticks) {
        return ticks.size() < 2 ? 1 : axis.place(ticks.get(ticks.size() - 1)) - axis.place(ticks.get(0));
    }

    /** Every how many ticks one is written, so that labels of an extent do not touch within a length. */
    private static int stride(List<Double> ticks, double length, double extent) {
        int gaps = ticks.size() - 1;
        return gaps < 1 ? 1 : (int) Math.max(1, Math.ceil(gaps * extent / length));
    }

    private void axisLabels() {
        draw(label((left + right()) / 2, bottom() + size.bottom - TICK_GAP, "middle", x.label())
                .with("class", "label"));
        double middle = (top() + bottom()) / 2;
        draw(label(0, 0, "middle", y.label())
                .with("class", "label")
                .with("transform", String.format(Locale.ROOT, "translate(14 %.1f) rotate(-90)", middle)));
    }
}
