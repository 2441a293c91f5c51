package io.tauspark.graph;

import io.tauspark.config.InvalidInput;
import io.tauspark.memory.Laplacian;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The graph of features that vary together over the documents, wired by arrowspace's rules.
 *
 * <p>Features i and j lie d = 1 − cos(i, j) apart. Each asks for its topk + 1 nearest and keeps those with d ≤ eps; an
 * edge weighs 1 / (1 + (d / sigma)^p). Where features keep more than ten on average, each then keeps the better half
 * by weight times the root of both degrees ({@link GraphConfig.Sparsify}). An edge stands if either end kept it, and
 * L = D − W, which may be scaled in the end ({@link GraphConfig.Normalisation}). Ties go to the lower index.
 *
 * <p>Source: arrowspace 0.24, {@code laplacian.rs}.
 */
public final class FeatureGraph {
    /** Above this mean number of neighbours each feature keeps the better half. */
    private static final double DENSE = 10;

    private static final double SMALLEST_WEIGHT = 1e-12;

    private final GraphConfig config;
    private final int features;
    private final double[] distances;

    private FeatureGraph(FeatureGram gram, GraphConfig config) {
        this.config = config;
        features = gram.features();
        distances = new double[features * features];
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < features; j++) {
                double cosine = gram.at(i, j) / (Math.sqrt(gram.at(i, i)) * Math.sqrt(gram.at(j, j)));
                // Rounding may leave a cosine above 1, and a negative distance has no power.
                distances[i * features + j] = Math.max(0, 1 - cosine);
            }
        }
    }

    /**
     * Wires the graph.
     *
     * @return its Laplacian [features, features], every diagonal entry stored
     * @throws InvalidInput if there are too few features for the neighbours asked for
     */
    public static Laplacian laplacian(FeatureGram gram, GraphConfig config) {
        int asked = config.neighboursAsked();
        if (gram.features() < asked + 1) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "graph.topk=%d asks for %d neighbours per feature, but there are %d features; %s",
                    config.topk(),
                    asked,
                    gram.features(),
                    advice(gram.features(), config)));
        }
        return new FeatureGraph(gram, config).laplacian();
    }

    private static String advice(int features, GraphConfig config) {
        int most = features - 2;
        if (most < 1) {
            return "a graph needs at least 3, so give an embedding with more";
        }
        String topk = String.format(Locale.ROOT, "lower graph.topk to at most %d", most);
        return config.isTopkLowered()
                ? "raise graph.arrowspace.k above 9, so that graph.topk counts, and " + topk
                : topk;
    }

    private Laplacian laplacian() {
        int[][] near = IntStream.range(0, features).mapToObj(this::near).toArray(int[][]::new);
        double meanDegree =
                Arrays.stream(near).mapToInt(kept -> kept.length).average().orElse(0);
        double[] weights = new double[features * features];
        for (int i = 0; i < features; i++) {
            for (int j : kept(i, near, halves(meanDegree))) {
                weights[i * features + j] = weight(i, j);
                weights[j * features + i] = weight(i, j);
            }
        }
        return laplacian(weights);
    }

    private boolean halves(double meanDegree) {
        return switch (config.sparsify()) {
            case AUTO -> meanDegree > DENSE;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }

    private int[] near(int feature) {
        return candidates(feature)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer other) -> distance(feature, other))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(config.neighboursAsked())
                .mapToInt(Integer::intValue)
                .filter(other -> distance(feature, other) <= config.eps())
                .toArray();
    }

    private IntStream candidates(int feature) {
        IntStream others = IntStream.range(0, features);
        int asked = config.neighboursAsked();
        return switch (config.neighbours()) {
            case EXACT -> others.filter(other -> other != feature);
            case STRIDED -> {
                int stride = Math.max(1, features / asked);
                yield others.filter(other -> other % stride == 0 && other != feature)
                        .limit(asked);
            }
        };
    }

    private int[] kept(int feature, int[][] near, boolean halve) {
        int[] heavy = Arrays.stream(near[feature])
                .filter(other -> weight(feature, other) > SMALLEST_WEIGHT)
                .toArray();
        if (!halve || heavy.length <= 2) {
            return heavy;
        }
        return Arrays.stream(heavy)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer other) -> -score(feature, other, near))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(Math.max(1, heavy.length / 2))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double score(int feature, int other, int[][] near) {
        return weight(feature, other) * Math.sqrt((double) near[feature].length * near[other].length);
    }

    private double weight(int i, int j) {
        return 1 / (1 + Math.pow(distance(i, j) / config.sigma(), config.p()));
    }

    private double distance(int i, int j) {
        return distances[i * features + j];
    }

    private Laplacian laplacian(double[] weights) {
        int edges = (int) Arrays.stream(weights).filter(weight -> weight > 0).count();
        double[] degrees = new double[features];
        for (int k = 0; k < weights.length; k++) {
            degrees[k / features] += weights[k];
        }
        double[] factors = factors(degrees);
        int[] rows = new int[edges + features];
        int[] columns = new int[edges + features];
        double[] values = new double[edges + features];
        int k = 0;
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < features; j++) {
                double weight = weights[i * features + j];
                if (weight > 0) {
                    rows[k] = i;
                    columns[k] = j;
                    values[k++] = -weight * factors[i] * factors[j];
                }
            }
            rows[k] = i;
            columns[k] = i;
            values[k++] = degrees[i] * factors[i] * factors[i];
        }
        return Laplacian.of(features, rows, columns, values);
    }

    /** The factors that a row and the column of the same number are multiplied with. */
    private double[] factors(double[] degrees) {
        double trace = Arrays.stream(degrees).sum();
        return Arrays.stream(degrees)
                .map(degree -> degree == 0
                        ? 0
                        : switch (config.normalisation()) {
                            case NONE -> 1;
                            case TRACE -> Math.sqrt(features / trace);
                            case SYMMETRIC -> 1 / Math.sqrt(degree);
                        })
                .toArray();
    }
}
