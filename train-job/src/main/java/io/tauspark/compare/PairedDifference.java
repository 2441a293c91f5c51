package io.tauspark.compare;

import io.tauspark.page.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * One variant against another, seed by seed: trials of one seed share their data and, where shapes agree, their first
 * parameters, so most of the noise cancels.
 *
 * @param seeds that both have finished
 * @param difference variant minus baseline, bits per byte
 * @param ratio variant by baseline
 * @param low lower end of the 95 % interval of the mean difference; null with fewer than two seeds
 * @param high its upper end
 */
public record PairedDifference(
        int seeds,
        Spread difference,
        Spread ratio,
        @Nullable Double low,
        @Nullable Double high) {

    /** Probability that Student's t lies below the upper end of a two-sided interval at 95 %. */
    private static final double UPPER = 0.975;

    /** Largest error of a quantile. */
    private static final double ACCURACY = 1e-12;

    private static final int DECIMALS = 4;

    /** The finding that the interval allows. */
    enum Finding {
        /** The variant needs fewer bits. */
        LOWER,
        /** It needs more. */
        HIGHER,
        /** The interval holds zero, or there is none. */
        UNDECIDED
    }

    /**
     * Compares scores by seed.
     *
     * @return null if no seed has both
     */
    static @Nullable PairedDifference of(Map<Long, Double> variant, Map<Long, Double> baseline) {
        List<Double> differences = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        variant.forEach((seed, score) -> {
            Double other = baseline.get(seed);
            if (other != null) {
                differences.add(score - other);
                ratios.add(score / other);
            }
        });
        if (differences.isEmpty()) {
            return null;
        }
        Spread spread = Spread.of(differences);
        if (differences.size() < 2) {
            return new PairedDifference(1, spread, Spread.of(ratios), null, null);
        }
        double half = halfWidth(differences, spread.mean());
        return new PairedDifference(
                differences.size(), spread, Spread.of(ratios), spread.mean() - half, spread.mean() + half);
    }

    /** A difference in bits per byte as a report shows it, with its sign. */
    static String signed(double difference) {
        return signed(difference, DECIMALS);
    }

    /** A difference with its sign and so many decimals. */
    static String signed(double difference, int decimals) {
        return (difference > 0 ? "+" : "") + NumberText.fixed(difference, decimals);
    }

    Finding finding() {
        if (low == null || high == null || (low <= 0 && high >= 0)) {
            return Finding.UNDECIDED;
        }
        return high < 0 ? Finding.LOWER : Finding.HIGHER;
    }

    /**
     * Half the width of the interval of the mean, if the differences are drawn from a normal distribution: t · s / √n.
     */
    private static double halfWidth(List<Double> values, double mean) {
        int count = values.size();
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double quantile = new TDistribution(count - 1, ACCURACY).inverseCumulativeProbability(UPPER);
        return quantile * Math.sqrt(squares / (count - 1) / count);
    }
}
