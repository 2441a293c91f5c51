package io.tauspark.train.rounds;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The observations of attention by a worker in a round, or by several workers together, as sums. A plain class of
 * arrays, because Spark's Kryo cannot carry records. A worker that has nothing to add has an empty array.
 */
final class RoundStatistics implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Counts of λ from the start of the round to its last logged step; empty if no step was logged. */
    private long[] counts;
    /** Counts of λ after that step. */
    private long[] rest;
    /** {@link io.tauspark.model.AttentionSums#numbers} of the last logged step, of the workers that took it. */
    private double[] attention;
    /**
     * Number of workers that took that step, then the sum of {@link io.tauspark.model.torch.HeadGradients#squares} over
     * them.
     */
    private double[] gradients;
    /** Temperatures of the query heads at the end of the round, of the first of the workers. */
    private final double[] temperatures;

    RoundStatistics(long[] counts, long[] rest, double[] attention, double[] gradients, double[] temperatures) {
        this.counts = counts;
        this.rest = rest;
        this.attention = attention;
        this.gradients = gradients;
        this.temperatures = temperatures;
    }

    /** Adds what the workers saw that follow in rank. */
    void addRight(RoundStatistics right) {
        counts = added(counts, right.counts);
        rest = added(rest, right.rest);
        attention = added(attention, right.attention);
        gradients = added(gradients, right.gradients);
    }

    long[] counts() {
        return counts;
    }

    long[] rest() {
        return rest;
    }

    double[] attention() {
        return attention;
    }

    double[] gradients() {
        return gradients;
    }

    double[] temperatures() {
        return temperatures;
    }

    /** Element-wise sum; an empty array stands for zeros. */
    static long[] added(long[] left, long[] right) {
        if (left.length == 0 || right.length == 0) {
            return left.length == 0 ? right : left;
        }
        long[] sum = new long[left.length];
        Arrays.setAll(sum, i -> left[i] + right[i]);
        return sum;
    }

    private static double[] added(double[] left, double[] right) {
        if (left.length == 0 || right.length == 0) {
            return left.length == 0 ? right : left;
        }
        double[] sum = new double[left.length];
        Arrays.setAll(sum, i -> left[i] + right[i]);
        return sum;
    }
}
