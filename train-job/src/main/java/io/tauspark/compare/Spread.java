package io.tauspark.compare;

import io.tauspark.page.NumberText;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.DoubleFunction;

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
        return text(value -> NumberText.fixed(value, decimals));
    }

    /** The same with a plus before what is above zero. */
    public String signedText(int decimals) {
        return text(value -> signed(value, decimals));
    }

    private String text(DoubleFunction<String> number) {
        return least == most
                ? number.apply(mean)
                : "%s (%s … %s)".formatted(number.apply(mean), number.apply(least), number.apply(most));
    }

    private static String signed(double value, int decimals) {
        String text = NumberText.fixed(value, decimals);
        return value > 0 ? "+" + text : text;
    }
}
