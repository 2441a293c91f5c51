package io.tauspark.diagnosis;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pearson's correlation.
 *
 * @param r from −1 to 1; null if there are too few points, or one of the two numbers stands still
 * @param points that it was taken over
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Correlation(@Nullable Double r, int points) {
    /** Any two points lie on a line, and three are close to one by chance half of the time. */
    private static final int FEWEST = 4;

    /** Rounding leaves this share of the sum of squares where all values are equal. */
    private static final double ROUNDING = 1e-24;

    /**
     * Two numbers that were seen together.
     *
     * @param stretch in which they were seen
     */
    record Point(double x, double y, int stretch) {}

    /** The correlation over all points, whatever their stretches. */
    static Correlation overall(List<Point> points) {
        return of(List.of(points));
    }

    /**
     * The correlation within stretches: of the differences of each point from the mean of its stretch, so that what
     * sets one stretch apart from another counts for nothing. With a single stretch that is the correlation over all
     * points. A stretch of one point says nothing and is left out.
     */
    static Correlation within(List<Point> points) {
        Map<Integer, List<Point>> stretches =
                points.stream().collect(Collectors.groupingBy(Point::stretch, LinkedHashMap::new, Collectors.toList()));
        return of(stretches.values().stream()
                .filter(stretch -> stretch.size() > 1)
                .toList());
    }

    private static Correlation of(Collection<List<Point>> stretches) {
        int points = stretches.stream().mapToInt(List::size).sum();
        double xx = 0;
        double yy = 0;
        double xy = 0;
        double x2 = 0;
        double y2 = 0;
        for (List<Point> stretch : stretches) {
            double meanX = stretch.stream().mapToDouble(Point::x).average().orElse(0);
            double meanY = stretch.stream().mapToDouble(Point::y).average().orElse(0);
            for (Point point : stretch) {
                xx += (point.x() - meanX) * (point.x() - meanX);
                yy += (point.y() - meanY) * (point.y() - meanY);
                xy += (point.x() - meanX) * (point.y() - meanY);
                x2 += point.x() * point.x();
                y2 += point.y() * point.y();
            }
        }
        // Each further mean takes one point's worth of freedom.
        boolean few = points - Math.max(0, stretches.size() - 1) < FEWEST;
        boolean still = xx <= ROUNDING * x2 || yy <= ROUNDING * y2;
        return new Correlation(few || still ? null : Double.valueOf(xy / Math.sqrt(xx * yy)), points);
    }
}
