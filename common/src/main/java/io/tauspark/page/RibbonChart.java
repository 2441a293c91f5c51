package io.tauspark.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Bands, lines, points with error bars and marked places over two common axes. Values that are not finite leave a gap,
 * and so does a series that turns back. Names are told once, in a legend; a small chart has none.
 */
public record RibbonChart(
        String title,
        String description,
        Axis x,
        Axis y,
        ChartSize size,
        List<Ribbon> ribbons,
        List<Curve> curves,
        List<Dots> dots,
        List<Mark> marks)
        implements Chart {
    /** Half the width of the ends of an error bar. */
    private static final double CAP = 5;

    /** More marks of one name are short, lest they hide what they mark. */
    private static final int MOST_LONG_MARKS = 12;

    private static final double SHORT = 9;

    /** Half the width of a band at a single place. */
    private static final double NARROWEST = 1.5;

    /** The colour that tells a series from others. */
    public enum Colour {
        FIRST("c1"),
        SECOND("c2"),
        THIRD("c3"),
        FOURTH("c4");

        final String style;

        Colour(String style) {
            this.style = style;
        }
    }

    /** A band between two values at each place. */
    public record Ribbon(String name, Colour colour, List<Double> xs, List<Double> lows, List<Double> highs) {
        public Ribbon {
            requireSameSize(name, xs, lows);
            requireSameSize(name, xs, highs);
        }

        private boolean isFinite(int k) {
            return Double.isFinite(xs.get(k) + lows.get(k) + highs.get(k));
        }

        private boolean turnsBack(int k) {
            return k > 0 && xs.get(k) < xs.get(k - 1);
        }
    }

    /** @param faint whether it is one of many, drawn thin and behind the others */
    public record Curve(String name, Colour colour, boolean faint, List<Double> xs, List<Double> ys) {
        public Curve {
            requireSameSize(name, xs, ys);
        }

        private String style() {
            return (faint ? "faint " : "curve ") + colour.style;
        }
    }

    /** @param errors what lies on either side of each value; 0 or not finite for nothing */
    public record Dots(String name, Colour colour, List<Double> xs, List<Double> ys, List<Double> errors) {
        public Dots {
            requireSameSize(name, xs, ys);
            requireSameSize(name, xs, errors);
        }
    }

    /** A place where something happened. */
    public record Mark(String name, Tone tone, double x) {
        private String style() {
            return "mark " + tone.style();
        }
    }

    public RibbonChart {
        ribbons = List.copyOf(ribbons);
        curves = List.copyOf(curves);
        dots = List.copyOf(dots);
        marks = List.copyOf(marks);
    }

    @Override
    public Element svg() {
        Legend legend = legend();
        Plot plot = new Plot(this, x, y, legend.height(), size);
        legend.elements().forEach(plot::draw);
        ribbons.forEach(ribbon -> plot.draw(path(areas(plot, ribbon), "ribbon " + ribbon.colour().style)));
        Map<String, Long> named = marks.stream().collect(Collectors.groupingBy(Mark::name, Collectors.counting()));
        for (Mark mark : marks) {
            if (mark.x() >= x.low() && mark.x() <= x.high()) {
                draw(plot, mark, named.getOrDefault(mark.name(), 0L) > MOST_LONG_MARKS);
            }
        }
        for (boolean faint : new boolean[] {true, false}) {
            curves.stream()
                    .filter(curve -> curve.faint() == faint)
                    .forEach(curve -> plot.draw(path(line(plot, curve), curve.style())));
        }
        dots.forEach(series -> draw(plot, series));
        return plot.svg();
    }

    private Legend legend() {
        Legend legend = new Legend(Plot.left(y, size), size.width);
        if (size != ChartSize.SMALL) {
            curves.forEach(curve -> legend.line(curve.name(), curve.style()));
            ribbons.forEach(ribbon -> legend.area(ribbon.name(), "ribbon " + ribbon.colour().style));
            dots.forEach(series -> legend.dot(series.name(), "dot " + series.colour().style));
            marks.forEach(mark -> legend.line(mark.name(), mark.style()));
        }
        return legend;
    }

    private static Element path(String outline, String style) {
        return Element.of("path").with("d", outline).with("class", style);
    }

    private String line(Plot plot, Curve curve) {
        Outline outline = new Outline();
        for (int k = 0; k < curve.xs().size(); k++) {
            outline.to(plot.x(curve.xs().get(k)), plot.y(curve.ys().get(k)));
        }
        return outline.text();
    }

    /** Each run of values without a gap is an area of its own. */
    private static String areas(Plot plot, Ribbon ribbon) {
        Outline outline = new Outline();
        int from = 0;
        for (int k = 0; k <= ribbon.xs().size(); k++) {
            boolean ends = k == ribbon.xs().size() || !ribbon.isFinite(k) || (k > from && ribbon.turnsBack(k));
            if (ends) {
                area(plot, ribbon, from, k, outline);
                from = k < ribbon.xs().size() && ribbon.isFinite(k) ? k : k + 1;
            }
        }
        return outline.text();
    }

    /** Draws the area of a ribbon, along its highs and back along its lows. */
    private static void area(Plot plot, Ribbon ribbon, int from, int to, Outline outline) {
        if (from >= to) {
            return;
        }
        double widening = to - from == 1 ? NARROWEST : 0;
        for (int k = from; k < to; k++) {
            double y = plot.y(ribbon.highs().get(k));
            outline.around(plot.x(ribbon.xs().get(k)) - widening, y);
            if (widening > 0) {
                outline.around(plot.x(ribbon.xs().get(k)) + widening, y);
            }
        }
        for (int k = to - 1; k >= from; k--) {
            double y = plot.y(ribbon.lows().get(k));
            outline.around(plot.x(ribbon.xs().get(k)) + widening, y);
            if (widening > 0) {
                outline.around(plot.x(ribbon.xs().get(k)) - widening, y);
            }
        }
        outline.close();
    }

    private static void draw(Plot plot, Mark mark, boolean isShort) {
        double at = plot.x(mark.x());
        double end = isShort ? plot.top() + SHORT : plot.bottom();
        plot.draw(Plot.line(at, plot.top(), at, end, mark.style() + (isShort ? " short" : ""))
                .add(Element.of("title", "%s, %s".formatted(mark.name(), NumberText.of(mark.x())))));
    }

    private static void draw(Plot plot, Dots series) {
        for (int k = 0; k < series.xs().size(); k++) {
            double value = series.ys().get(k);
            if (!Double.isFinite(value)) {
                continue;
            }
            double at = plot.x(series.xs().get(k));
            double error = series.errors().get(k);
            String text = "%s at %s: %s"
                    .formatted(series.name(), NumberText.of(series.xs().get(k)), NumberText.of(value));
            if (Double.isFinite(error) && error > 0) {
                plot.draw(
                        path(bar(at, plot.y(value + error), plot.y(value - error)), "error " + series.colour().style));
                text += " ± " + NumberText.of(error);
            }
            plot.draw(Legend.circle(at, plot.y(value), "dot " + series.colour().style)
                    .add(Element.of("title", text)));
        }
    }

    private static String bar(double x, double top, double bottom) {
        return new Outline().to(x - CAP, top).to(x + CAP, top).text()
                + new Outline().to(x, top).to(x, bottom).text()
                + new Outline().to(x - CAP, bottom).to(x + CAP, bottom).text();
    }

    private static void requireSameSize(String name, List<Double> places, List<Double> values) {
        if (places.size() != values.size()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "series '%s' has %d values at %d places", name, values.size(), places.size()));
        }
    }
}
