package io.tauspark.graph;

import io.tauspark.config.InvalidInput;

/** The inner products of all pairs of features over a set of vectors. */
public final class FeatureGram {
    private final int features;
    private final double[] products;

    /**
     * @param products [features · features], symmetric
     * @throws InvalidInput if a feature is zero in all vectors and so has no direction, or a square is out of range
     */
    FeatureGram(int features, double[] products) {
        this.features = features;
        this.products = products;
        double[] squares = new double[features];
        for (int i = 0; i < features; i++) {
            squares[i] = products[i * features + i];
        }
        VectorRange.refuse(
                squares,
                square -> !Double.isFinite(square),
                "have values whose squares exceed double precision; scale the embedding down");
        VectorRange.refuse(
                squares,
                square -> square == 0,
                "are zero in all documents, so they have no direction to compare; leave them out of the embedding,"
                        + " or give documents that have values there");
        VectorRange.refuse(
                squares,
                square -> square < Double.MIN_NORMAL,
                "are so small in all documents that their squares vanish in double precision; scale them up, or leave"
                        + " them out of the embedding");
    }

    /** The Gram matrix of a few rows [rows, features], summed one after the other. */
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
