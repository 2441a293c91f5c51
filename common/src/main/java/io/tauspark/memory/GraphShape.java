package io.tauspark.memory;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The distribution of the edges of a feature graph over its features.
 *
 * @param edges how many edges each feature has
 * @param weights what each feature weighs: the sum of its edges' weights, which is its place on the diagonal; in the
 *     symmetric form, which has that sum divided out, the number of its edges
 * @param hubs features that weigh more than three times the median, ascending
 */
public record GraphShape(List<Integer> edges, List<Double> weights, List<Integer> hubs) {
    /**
     * Every feature asks for as many neighbours as every other, so those beyond three medians were asked by at least
     * twice as many as they asked. A factor of the median, unlike one of a deviation, also holds where all others
     * weigh the same.
     */
    public static final double HUB_FACTOR = 3;

    /** The part of the features whose share of all weight tells hubs from neighbours. */
    private static final double HEAVIEST = 0.05;

    public GraphShape {
        edges = List.copyOf(edges);
        weights = List.copyOf(weights);
        hubs = List.copyOf(hubs);
    }

    public static GraphShape of(Laplacian laplacian, LaplacianForm form) {
        int[] edges = new int[laplacian.size()];
        double[] diagonal = new double[laplacian.size()];
        laplacian.forEach((row, column, value) -> {
            if (row == column) {
                diagonal[row] = value;
            } else if (value != 0) {
                edges[row]++;
            }
        });
        double[] weights = form == LaplacianForm.COMBINATORIAL
                ? diagonal
                : Arrays.stream(edges).asDoubleStream().toArray();
        double limit = HUB_FACTOR * median(weights);
        return new GraphShape(
                Arrays.stream(edges).boxed().toList(),
                Arrays.stream(weights).boxed().toList(),
                IntStream.range(0, weights.length)
                        .filter(feature -> weights[feature] > limit)
                        .boxed()
                        .toList());
    }

    /** Edges of the whole graph. */
    public long edgeCount() {
        return edges.stream().mapToLong(Integer::longValue).sum() / 2;
    }

    /** The middle weight of the features that have edges, of an even number the mean of the middle two; else 0. */
    public double medianWeight() {
        return median(values());
    }

    /** Share of all weight on the 5 % heaviest features: 0.05 for a regular graph, above one half for a star. */
    public double hubShare() {
        double total = DoubleStream.of(values()).sum();
        double[] sorted = DoubleStream.of(values()).sorted().toArray();
        double heaviest = Arrays.stream(sorted)
                .skip(sorted.length - (long) Math.ceil(HEAVIEST * sorted.length))
                .sum();
        return total > 0 ? heaviest / total : 0;
    }

    /** Share of all weight on one feature. */
    public double share(int feature) {
        double total = DoubleStream.of(values()).sum();
        return total > 0 ? weights.get(feature) / total : 0;
    }

    private double[] values() {
        return weights.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Features without edges, if many, would make hubs of all others. */
    private static double median(double[] weights) {
        double[] sorted =
                Arrays.stream(weights).filter(weight -> weight > 0).sorted().toArray();
        return sorted.length == 0 ? 0 : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
