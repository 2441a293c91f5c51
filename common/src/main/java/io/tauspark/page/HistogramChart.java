package io.tauspark.page;

import java.util.List;

/**
 * Bars over bins of equal width, with values marked above them.
 *
 * @param x the axis of the values; it must hold all bins
 * @param y the axis of the bars; it begins at 0 and must hold the highest
 * @param low where the first bin begins
 * @param high where the last bin ends
 * @param heights one per bin, none negative
 * @param markers in ascending order
 */
public record HistogramChart(
        String title,
        String description,
        Axis x,
        Axis y,
        double low,
        double high,
        List<Double> heights,
        List<Marker> markers)
        implements Chart {
    /** Least height of a bin that is not empty, so that it can be seen. */
    private static final double SHORTEST = 2;

    private static final double GAP = 0.75;

    private static final double ROW = 17;
    private static final double BASELINE = 13;

    /** A value with a name. */
    public record Marker(String name, double value) {}

    public HistogramChart {
        heights = List.copyOf(heights);
        markers = List.copyOf(markers);
    }

    @Override
    public Element svg() {
        MarkerLabels labels = new MarkerLabels(markers);
        Plot plot = new Plot(this, x, y, ROW * labels.place(x, y));
        double width = (high - low) / heights.size();
        for (int bin = 0; bin < heights.size(); bin++) {
            double height = heights.get(bin);
            if (height > 0) {
                double from = low + bin * width;
                double top = Math.min(plot.y(height), plot.bottom() - SHORTEST);
                plot.draw(Element.of("rect")
                        .with("x", plot.x(from) + GAP / 2)
                        .with("y", top)
                        .with("width", plot.x(from + width) - plot.x(from) - GAP)
                        .with("height", plot.bottom() - top)
                        .with("class", "bar c1")
                        .add(Element.of(
                                "title",
                                "%s to %s: %s"
                                        .formatted(
                                                NumberText.of(from),
                                                NumberText.of(from + width),
                                                NumberText.of(height)))));
            }
        }
        labels.draw(plot, ROW, BASELINE);
        return plot.svg();
    }
}
