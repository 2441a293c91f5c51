package io.tauspark.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lines, bands, points with error bars and marked places over two common axes. Each name stands once, in a legend; a
 * small chart has none.
 *
 * @param layers in any order; of one kind, later ones cover earlier ones
 */
public record XyChart(String title, String description, Axis x, Axis y, ChartSize size, List<Layer> layers)
        implements Chart {
    /** Half the width of the ends of an error bar. */
    private static final double CAP = 5;

    /** More marks of one name are short, lest they hide what they mark. */
    private static final int MOST_LONG_MARKS = 12;

    private static final double SHORT = 9;

    /** Half the width of a band at a single place. */
    private static final double NARROWEST = 1.5;

    /** The radius of a single value, which has no other mark. */
    private static final double RADIUS = 4;

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

    /** One thing drawn over the axes. */
    public sealed interface Layer {}

    /**
     * Values of one name at their places.
     *
     * @param name what the legend calls it
     * @param xs where the values lie, as many as there are
     * @param ys the values
     */
    public record Series(String name, List<Double> xs, List<Double> ys) {
        public Series {
            xs = List.copyOf(xs);
            ys = List.copyOf(ys);
            requireSameSize(name, xs, ys);
        }
    }

    /** A line through all values that the axis can show; each colour has its own dashes. */
    private record Line(Series series, Colour colour) implements Layer {
        private String style() {
            return "line " + colour.style;
        }
    }

    /** Values by themselves. */
    private record Points(Series series) implements Layer {}

    /** A band between two values at each place, with a gap where one is not finite, and where it would turn back. */
    public record Ribbon(String name, Colour colour, List<Double> xs, List<Double> lows, List<Double> highs)
            implements Layer {
        public Ribbon {
            requireSameSize(name, xs, lows);
            requireSameSize(name, xs, highs);
        }

        private String style() {
            return "ribbon " + colour.style;
        }

        private boolean isFinite(int k) {
            return Double.isFinite(xs.get(k) + lows.get(k) + highs.get(k));
        }

        private boolean turnsBack(int k) {
            return k > 0 && xs.get(k) < xs.get(k - 1);
        }
    }

    /**
     * A line with a gap where a value is not finite, and where it would turn back.
     *
     * @param faint whether it is one of many, drawn thin and behind the others
     */
    public record Curve(String name, Colour colour, boolean faint, List<Double> xs, List<Double> ys) implements Layer {
        public Curve {
            requireSameSize(name, xs, ys);
        }

        private String style() {
            return (faint ? "faint " : "curve ") + colour.style;
        }
    }

    /**
     * Values that say what they are where a pointer rests on them; those that are not finite are left out.
     *
     * @param errors what lies on either side of each value; 0 or not finite for nothing
     */
    public record Dots(String name, Colour colour, List<Double> xs, List<Double> ys, List<Double> errors)
            implements Layer {
        public Dots {
            requireSameSize(name, xs, ys);
            requireSameSize(name, xs, errors);
        }

        private String style() {
            return "dot " + colour.style;
        }
    }

    /** A place where something happened. */
    public record Mark(String name, Tone tone, double x) implements Layer {
        private String style() {
            return "mark " + tone.style();
        }
    }

    public XyChart {
        layers = List.copyOf(layers);
    }

    /** A chart without anything drawn over its axes yet. */
    public XyChart(String title, String description, Axis x, Axis y, ChartSize size) {
        this(title, description, x, y, size, List.of());
    }

    /** A chart of up to four plain lines, told apart by colours and dashes; a single one needs no legend. */
    public static XyChart lines(String title, String description, Axis x, Axis y, List<Series> series) {
        Colour[] colours = Colour.values();
        if (series.isEmpty() || series.size() > colours.length) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "line chart '%s' has %d series, allowed are 1 to %d",
                    title,
                    series.size(),
                    colours.length));
        }
        return new XyChart(title, description, x, y, ChartSize.NORMAL)
                .with(IntStream.range(0, series.size())
                        .mapToObj(k -> new Line(series.get(k), colours[k]))
                        .toList());
    }

    /** A chart of single values, and a line through their means; it has no legend. */
    public static XyChart points(String title, String description, Axis x, Axis y, Series values, Series means) {
        return new XyChart(title, description, x, y, ChartSize.NORMAL)
                .with(List.of(new Points(values), new Line(means, Colour.SECOND)));
    }

    /** The same with more layers. */
    public XyChart with(List<? extends Layer> more) {
        return new XyChart(
                title,
                description,
                x,
                y,
                size,
                Stream.concat(layers.stream(), more.stream()).toList());
    }

    @Override
    public Element svg() {
        Legend legend = legend();
        Plot plot = new Plot(this, x, y, legend.height(), size);
        // What comes later covers what came before; the legend stands above the axes, where nothing covers it.
        layers(Line.class).forEach(line -> draw(plot, line));
        layers(Points.class).forEach(points -> draw(plot, points));
        legend.elements().forEach(plot::draw);
        layers(Ribbon.class).forEach(ribbon -> plot.draw(path(areas(plot, ribbon), ribbon.style())));
        draw(plot, layers(Mark.class));
        for (boolean faint : new boolean[] {true, false}) {
            layers(Curve.class).stream()
                    .filter(curve -> curve.faint() == faint)
                    .forEach(curve -> plot.draw(path(outline(plot, curve), curve.style())));
        }
        layers(Dots.class).forEach(dots -> draw(plot, dots));
        return plot.svg();
    }

    private <L extends Layer> List<L> layers(Class<L> kind) {
        return layers.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Legend legend() {
        List<Line> lines = layers(Line.class);
        if (!lines.isEmpty()) {
            Legend legend = Legend.ofDashes(Plot.LEFT, size.width);
            if (lines.size() > 1) {
                lines.forEach(line -> legend.line(line.series().name(), line.style()));
            }
            return legend;
        }
        Legend legend = new Legend(Plot.left(y, size), size.width);
        if (size != ChartSize.SMALL) {
            layers(Curve.class).forEach(curve -> legend.line(curve.name(), curve.style()));
            layers(Ribbon.class).forEach(ribbon -> legend.area(ribbon.name(), ribbon.style()));
            layers(Dots.class).forEach(dots -> legend.dot(dots.name(), dots.style()));
            layers(Mark.class).forEach(mark -> legend.line(mark.name(), mark.style()));
        }
        return legend;
    }

    private static Element path(String outline, String style) {
        return Element.of("path").with("d", outline).with("class", style);
    }

    private void draw(Plot plot, Line line) {
        List<Double> xs = line.series().xs();
        List<Double> ys = line.series().ys();
        String points = IntStream.range(0, xs.size())
                .filter(k -> !y.logarithmic() || ys.get(k) > 0)
                .mapToObj(k -> String.format(Locale.ROOT, "%.1f,%.1f", plot.x(xs.get(k)), plot.y(ys.get(k))))
                .collect(Collectors.joining(" "));
        plot.draw(Element.of("polyline").with("points", points).with("class", line.style()));
    }

    private static void draw(Plot plot, Points points) {
        Series series = points.series();
        for (int k = 0; k < series.xs().size(); k++) {
            plot.draw(Element.of("circle")
                    .with("cx", plot.x(series.xs().get(k)))
                    .with("cy", plot.y(series.ys().get(k)))
                    .with("r", RADIUS)
                    .with("class", "bar c1"));
        }
    }

    private static String outline(Plot plot, Curve curve) {
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

    private void draw(Plot plot, List<Mark> marks) {
        Map<String, Long> named = marks.stream().collect(Collectors.groupingBy(Mark::name, Collectors.counting()));
        for (Mark mark : marks) {
            if (mark.x() >= x.low() && mark.x() <= x.high()) {
                draw(plot, mark, named.getOrDefault(mark.name(), 0L) > MOST_LONG_MARKS);
            }
        }
    }

    private static void draw(Plot plot, Mark mark, boolean isShort) {
        double at = plot.x(mark.x());
        double end = isShort ? plot.top() + SHORT : plot.bottom();
        plot.draw(Plot.line(at, plot.top(), at, end, mark.style() + (isShort ? " short" : ""))
                .add(Element.of("title", "%s, %s".formatted(mark.name(), NumberText.of(mark.x())))));
    }

    private static void draw(Plot plot, Dots dots) {
        for (int k = 0; k < dots.xs().size(); k++) {
            double value = dots.ys().get(k);
            if (!Double.isFinite(value)) {
                continue;
            }
            double at = plot.x(dots.xs().get(k));
            double error = dots.errors().get(k);
            String text = "%s at %s: %s"
                    .formatted(dots.name(), NumberText.of(dots.xs().get(k)), NumberText.of(value));
            if (Double.isFinite(error) && error > 0) {
                plot.draw(path(bar(at, plot.y(value + error), plot.y(value - error)), "error " + dots.colour().style));
                text += " ± " + NumberText.of(error);
            }
            plot.draw(Legend.circle(at, plot.y(value), dots.style()).add(Element.of("title", text)));
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
