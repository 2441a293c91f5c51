package io.tauspark.observe.page;

import java.util.Locale;

/** The drawing area of a chart with its two axes. Places are in units of the view box. */
final class Plot {
    static final double WIDTH = 480;
    /** Of a character of the labels, on average and rather too wide. */
    static final double CHARACTER = 8;

    private static final double HEIGHT = 250;
    static final double LEFT = 62;
    private static final double RIGHT = 18;
    private static final double BOTTOM = 50;
    private static final double TOP = 12;
    private static final double TICK_GAP = 8;
    private static final double TICK_DROP = 18;
    /** Half the height of a digit, which centres a label on its tick. */
    private static final double MIDDLE = 4.5;

    private final Axis x;
    private final Axis y;
    private final double header;
    private final Element svg;

    /** @param header height kept free above the drawing area */
    Plot(Chart chart, Axis x, Axis y, double header) {
        this.x = x;
        this.y = y;
        this.header = header;
        svg = svg(chart, HEIGHT + header);
        grid();
    }

    static Element svg(Chart chart, double height) {
        return Element.of("svg")
                .with("viewBox", String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, height))
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

    /** Where a value of the horizontal axis lies, in any chart. */
    static double across(Axis x, double value) {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    double x(double value) {
        return across(x, value);
    }

    double y(double value) {
        return bottom() - y.place(value) * (bottom() - top());
    }

    private double top() {
        return TOP + header;
    }

    double bottom() {
        return HEIGHT + header - BOTTOM;
    }

    Plot draw(Element element) {
        svg.add(element);
        return this;
    }

    Element svg() {
        return svg;
    }

    private void grid() {
        for (double tick : y.ticks()) {
            draw(line(LEFT, y(tick), WIDTH - RIGHT, y(tick), "grid"));
            draw(label(LEFT - TICK_GAP, y(tick) + MIDDLE, "end", y.text(tick)));
        }
        for (double tick : x.ticks()) {
            draw(line(x(tick), bottom(), x(tick), bottom() + TICK_GAP / 2, "axis"));
            draw(label(x(tick), bottom() + TICK_DROP, "middle", x.text(tick)));
        }
        draw(line(LEFT, bottom(), WIDTH - RIGHT, bottom(), "axis"));
        draw(label((LEFT + WIDTH - RIGHT) / 2, bottom() + BOTTOM - TICK_GAP, "middle", x.label())
                .with("class", "label"));
        double middle = (top() + bottom()) / 2;
        draw(label(0, 0, "middle", y.label())
                .with("class", "label")
                .with("transform", String.format(Locale.ROOT, "translate(14 %.1f) rotate(-90)", middle)));
    }
}
