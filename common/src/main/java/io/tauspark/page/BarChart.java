package io.tauspark.page;

import java.util.List;

/**
 * Bars that run to the right, each with its name and its value.
 *
 * @param full the value of a bar of full length, at least the largest; where it is larger, it is drawn behind the bars
 */
public record BarChart(String title, String description, List<Bar> bars, double full) implements Chart {
    private static final double ROW = 28;
    private static final double THICKNESS = 17;
    private static final double BASELINE = 13;
    private static final double GAP = 8;
    /** Kept for the names, at most; longer ones are cut. */
    private static final double LONGEST_NAME = 170;

    private static final double SHORTEST = 1.5;

    /**
     * @param name what it stands for
     * @param value its length, at least 0
     * @param text the value as it is written at its end
     */
    public record Bar(String name, double value, String text) {}

    public BarChart {
        bars = List.copyOf(bars);
    }

    @Override
    public Element svg() {
        Element svg = Plot.svg(this, ROW * bars.size());
        double longestName =
                bars.stream().mapToInt(bar -> bar.name().length()).max().orElse(0) * Plot.CHARACTER;
        double left = Math.min(longestName, LONGEST_NAME) + GAP;
        double longestText =
                bars.stream().mapToInt(bar -> bar.text().length()).max().orElse(0) * Plot.CHARACTER;
        double space = Plot.WIDTH - left - longestText - 2 * GAP;
        double largest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
        for (int k = 0; k < bars.size(); k++) {
            Bar bar = bars.get(k);
            double top = k * ROW + (ROW - THICKNESS) / 2;
            double width = Math.max(SHORTEST, full > 0 ? space * bar.value() / full : 0);
            svg.add(Plot.label(left - GAP, top + BASELINE, "end", shortened(bar.name())));
            if (full > largest) {
                svg.add(rectangle(left, top, space, "track"));
            }
            svg.add(
                    rectangle(left, top, width, "bar c1"),
                    Plot.label(left + width + GAP, top + BASELINE, "start", bar.text()));
        }
        return svg;
    }

    private static Element rectangle(double left, double top, double width, String style) {
        return Element.of("rect")
                .with("x", left)
                .with("y", top)
                .with("width", width)
                .with("height", THICKNESS)
                .with("class", style);
    }

    private static String shortened(String name) {
        int most = (int) (LONGEST_NAME / Plot.CHARACTER);
        int points = name.codePointCount(0, name.length());
        return points <= most ? name : name.substring(0, name.offsetByCodePoints(0, most - 1)) + "…";
    }
}
