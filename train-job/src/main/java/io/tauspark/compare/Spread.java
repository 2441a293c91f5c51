package io.tauspark.compare;

import io.tauspark.page.NumberText;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * A quantity over several seeds. With the few that a comparison can afford, the extremes say more than a deviation.
 *
 * @param mean over the seeds
 * @param least the smallest
 * @param most the largest
 */
public record Spread(double mean, double least, double most) {
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a spread of no values");
        }
        DoubleSummaryStatistics statistics =
                values.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        return new Spread(statistics.getAverage(), statistics.getMin(), statistics.getMax());
    }

    /** The mean, and the extremes in brackets if there is more than one value. */
    public String text(int decimals) {
        return least == most
                ? NumberText.fixed(mean, decimals)
                : "%s (%s … %s)"
                        .formatted(
                                NumberText.fixed(mean, decimals),
                                NumberText.fixed(least, decimals),
                                NumberText.fixed(most, decimals));
    }
}
