package io.tauspark.graph;

import io.tauspark.config.InvalidInput;
import java.util.List;

/** The inner products of all pairs of features over a set of vectors. */
public final class FeatureGram {
    private final int features;
    private final double[] products;

    /**
     * @param products [features · features], symmetric
     * @throws InvalidInput if a feature is zero in all vectors and so has no direction, or a product is out of range
     */
    FeatureGram(int features, double[] products) {
        this.features = features;
        this.products = products;
        double[] squares = new double[features];
        for (int i = 0; i < features; i++) {
            squares[i] = products[i * features + i];
        }
        List<Integer> strange = Scale.indices(squares, square -> !Double.isFinite(square));
        if (!strange.isEmpty()) {
            throw new InvalidInput(
                    "features %s have values whose squares exceed double precision; scale the embedding down"
                            .formatted(strange));
        }
        List<Integer> silent = Scale.indices(squares, square -> square == 0);
        if (!silent.isEmpty()) {
            throw new InvalidInput(("features %s are zero in all documents, so they have no direction to compare;"
                            + " lower embed.dimension or give more documents")
                    .formatted(silent));
        }
    }

    /** Of a few rows [rows, features], summed one after the other. */
    static FeatureGram of(double[][] rows) {
        int features = rows[0].length;
        double[] products = new double[features * features];
        for (double[] row : rows) {
            for (int i = 0; i < features; i++) {
                for (int j = 0; j < features; j++) {
                    products[i * features + j] += row[i] * row[j];
                }
            }
        }
        return new FeatureGram(features, products);
    }

    /** Number of features. */
    public int features() {
        return features;
    }

    /** The inner product of two features. */
    public double at(int i, int j) {
        return products[i * features + j];
    }
}
