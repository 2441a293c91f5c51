package io.tauspark.graph;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * The inner products of all pairs of features over all documents, XᵀX for X of shape [documents, features].
 *
 * <p>The result has the same bits whatever the partitions and the order of rows: values are rounded once, to 30 bits
 * below the power of two above their feature's largest magnitude, and everything after that is integer arithmetic
 * (see {@link GramSum}). With m the largest magnitude of a feature, the rounding moves an entry by at most
 * documents · 2⁻²⁹ · m_i · m_j. Cost: two passes over the rows, of which the second does 2 · features² multiplications
 * per row.
 */
public final class FeatureGram {
    private final int features;
    private final double[] products;

    /** @param products [features · features], symmetric */
    FeatureGram(int features, double[] products) {
        this.features = features;
        this.products = products;
    }

    /** Number of features. */
    public int features() {
        return features;
    }

    /** The inner product of two features. */
    public double at(int i, int j) {
        return products[i * features + j];
    }

    /**
     * Sums over all rows.
     *
     * @param rows one vector per document, each as wide as {@code features}; zero vectors change nothing
     * @throws InvalidInput if a value is not finite, or a feature is zero in all rows and so has no direction
     */
    public static FeatureGram of(JavaRDD<double[]> rows, int features) {
        double[] largest = rows.treeAggregate(new double[features], FeatureGram::widen, FeatureGram::widen);
        requireUsable(largest);
        int[] shifts = Arrays.stream(largest).mapToInt(GramSum::shift).toArray();
        long[] sums = rows.mapPartitions(partition -> {
                    GramSum sum = new GramSum(shifts);
                    partition.forEachRemaining(sum::add);
                    return Collections.singleton(sum.sums()).iterator();
                })
                // The empty array stands for no rows: a zero matrix would travel with every task.
                .treeAggregate(new long[0], FeatureGram::plus, FeatureGram::plus);
        return new FeatureGram(features, GramSum.products(sums, shifts));
    }

    private static double[] widen(double[] largest, double[] row) {
        if (row.length != largest.length) {
            throw new IllegalArgumentException(
                    "vector has %d features, must have %d".formatted(row.length, largest.length));
        }
        for (int i = 0; i < row.length; i++) {
            largest[i] = Math.max(largest[i], Math.abs(row[i]));
        }
        return largest;
    }

    private static long[] plus(long[] left, long[] right) {
        if (left.length == 0 || right.length == 0) {
            return left.length == 0 ? right : left;
        }
        for (int k = 0; k < left.length; k++) {
            left[k] += right[k];
        }
        return left;
    }

    private static void requireUsable(double[] largest) {
        List<Integer> strange = indices(largest, value -> !Double.isFinite(value));
        if (!strange.isEmpty()) {
            throw new InvalidInput(
                    "features %s have values that are not finite; check the embedding".formatted(strange));
        }
        List<Integer> silent = indices(largest, value -> value == 0);
        if (!silent.isEmpty()) {
            throw new InvalidInput(("features %s are zero in all documents, so they have no direction to compare;"
                            + " lower embed.dimension or give more documents")
                    .formatted(silent));
        }
    }

    private static List<Integer> indices(double[] values, DoublePredicate chosen) {
        return IntStream.range(0, values.length)
                .filter(i -> chosen.test(values[i]))
                .boxed()
                .toList();
    }
}
