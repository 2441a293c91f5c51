package io.tauspark.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Single values over an axis, and a line through their means.
 *
 * @param points all values
 * @param means from left to right
 */
public record PointChart(String title, String description, Axis x, Axis y, List<Point> points, List<Point> means)
        implements Chart {
    private static final double RADIUS = 4;

    /** A value and where it lies. */
    public record Point(double x, double y) {}

    public PointChart {
        points = List.copyOf(points);
        means = List.copyOf(means);
    }

    @Override
    public Element svg() {
        Plot plot = new Plot(this, x, y, 0);
        plot.draw(Element.of("polyline")
                .with(
                        "points",
                        means.stream()
                                .map(mean ->
                                        String.format(Locale.ROOT, "%.1f,%.1f", plot.x(mean.x()), plot.y(mean.y())))
                                .collect(Collectors.joining(" ")))
                .with("class", "line c2"));
        for (Point point : points) {
            plot.draw(Element.of("circle")
                    .with("cx", plot.x(point.x()))
                    .with("cy", plot.y(point.y()))
                    .with("r", RADIUS)
                    .with("class", "bar c1"));
        }
        return plot.svg();
    }
}
