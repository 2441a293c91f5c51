package io.tauspark.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The distribution of values over bins of equal width.
 *
 * @param low where the first bin begins
 * @param high where the last one ends, above {@code low}
 * @param shares part of all values in each bin; they sum to 1
 */
public record Histogram(double low, double high, List<Double> shares) {
    public Histogram {
        shares = List.copyOf(shares);
    }

    /**
     * The histogram of ascending order statistics at equal steps of probability; between two of them values are taken
     * to be spread evenly.
     */
    static Histogram of(double[] quantiles, int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "histogram has %d bins, needs at least one", bins));
        }
        double low = quantiles[0];
        double high = quantiles[quantiles.length - 1];
        if (!(high > low)) {
            // All values are equal: a range around them, as wide as one or as they are large.
            double half = Math.max(1, Math.abs(low)) / 2;
            low -= half;
            high += half;
        }
        double width = (high - low) / bins;
        double share = 1.0 / (quantiles.length - 1);
        double[] shares = new double[bins];
        for (int k = 1; k < quantiles.length; k++) {
            spread(share, (quantiles[k - 1] - low) / width, (quantiles[k] - low) / width, shares);
        }
        return new Histogram(low, high, Arrays.stream(shares).boxed().toList());
    }

    /** Adds a share that lies between two places, counted in bins. */
    private static void spread(double share, double from, double to, double[] shares) {
        int first = Math.min((int) from, shares.length - 1);
        int last = Math.min((int) to, shares.length - 1);
        if (first == last) {
            shares[first] += share;
            return;
        }
        for (int bin = first; bin <= last; bin++) {
            double covered = Math.min(to, bin + 1) - Math.max(from, bin);
            shares[bin] += share * covered / (to - from);
        }
    }
}
