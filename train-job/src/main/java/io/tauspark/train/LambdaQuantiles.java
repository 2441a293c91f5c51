package io.tauspark.train;

/**
 * Quantiles of λ from counts in equal bins over [0, 1). Counts of workers add up exactly; a quantile is right to the
 * width of a bin.
 */
record LambdaQuantiles(double p05, double p50, double p95) {
    private static final double LOW = 0.05;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.95;

    /** Quantiles of {@code bins} counts from {@code start} on. */
    static LambdaQuantiles of(long[] counts, int start, int bins) {
        return new LambdaQuantiles(
                quantile(counts, start, bins, LOW),
                quantile(counts, start, bins, MIDDLE),
                quantile(counts, start, bins, HIGH));
    }

    private static double quantile(long[] counts, int start, int bins, double share) {
        long total = 0;
        for (int i = 0; i < bins; i++) {
            total += counts[start + i];
        }
        double rank = share * total;
        long below = 0;
        for (int i = 0; i < bins; i++) {
            long count = counts[start + i];
            if (count > 0 && below + count >= rank) {
                return (i + (rank - below) / count) / bins;
            }
            below += count;
        }
        return 0;
    }
}
