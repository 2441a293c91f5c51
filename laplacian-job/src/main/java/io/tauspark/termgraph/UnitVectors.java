package io.tauspark.termgraph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Vectors of length one, in tiles of {@link #TILE} vectors that are stored feature by feature, so that the products of
 * one vector with a tile are plain loops over neighbouring numbers. A vector of zeros has no direction and meets
 * nothing.
 */
final class UnitVectors implements Serializable {
    private static final long serialVersionUID = 1L;

    /** 256 vectors of 128 features are 256 KB, which a second-level cache holds. */
    static final int TILE = 256;

    /** Features that are multiplied together; the length of a vector is rounded up to it. */
    private static final int TOGETHER = 4;

    private final int count;
    private final int length;
    private final double[][] tiles;
    private final boolean[] blank;

    /** @param vectors [count, length], row by row */
    UnitVectors(float[] vectors, int count, int length) {
        this.count = count;
        this.length = (length + TOGETHER - 1) / TOGETHER * TOGETHER;
        tiles = new double[(count + TILE - 1) / TILE][this.length * TILE];
        blank = new boolean[count];
        for (int row = 0; row < count; row++) {
            double squares = 0;
            for (int feature = 0; feature < length; feature++) {
                double value = vectors[row * length + feature];
                squares += value * value;
            }
            blank[row] = squares == 0;
            double norm = Math.sqrt(squares);
            for (int feature = 0; feature < length && !blank[row]; feature++) {
                tiles[row / TILE][feature * TILE + row % TILE] = vectors[row * length + feature] / norm;
            }
        }
    }

    int count() {
        return count;
    }

    /**
     * The nearest others of some vectors by cosine, the nearest first; of equally near ones that of the lower number.
     * Every other vector is compared.
     *
     * @param begin first vector
     * @param end behind the last; a tile meets all of them while it is at hand
     * @param most how many others
     */
    List<Nearest> nearest(int begin, int end, int most) {
        List<Nearest> nearest = new ArrayList<>();
        double[][] vectors = new double[end - begin][length];
        for (int row = begin; row < end; row++) {
            nearest.add(new Nearest(row, most));
            for (int feature = 0; feature < length; feature++) {
                vectors[row - begin][feature] = tiles[row / TILE][feature * TILE + row % TILE];
            }
        }
        double[] products = new double[TILE];
        for (int tile = 0; tile < tiles.length; tile++) {
            for (int row = begin; row < end; row++) {
                if (!blank[row]) {
                    multiply(vectors[row - begin], tiles[tile], products);
                    take(tile, products, nearest.get(row - begin));
                }
            }
        }
        return nearest;
    }

    private void take(int tile, double[] products, Nearest nearest) {
        int end = Math.min(TILE, count - tile * TILE);
        for (int k = 0; k < end; k++) {
            int other = tile * TILE + k;
            if (products[k] > nearest.least() && other != nearest.row() && !blank[other]) {
                nearest.add(other, products[k]);
            }
        }
    }

    private static void multiply(double[] vector, double[] tile, double[] products) {
        Arrays.fill(products, 0);
        for (int feature = 0; feature < vector.length; feature += TOGETHER) {
            addFour(vector, feature, tile, products);
        }
    }

    private static void addFour(double[] vector, int feature, double[] tile, double[] products) {
        double a = vector[feature];
        double b = vector[feature + 1];
        double c = vector[feature + 2];
        double d = vector[feature + 3];
        int at = feature * TILE;
        for (int k = 0; k < TILE; k++) {
            products[k] += a * tile[at + k]
                    + b * tile[at + TILE + k]
                    + c * tile[at + 2 * TILE + k]
                    + d * tile[at + 3 * TILE + k];
        }
    }

    /** The nearest found so far. */
    static final class Nearest implements Serializable {
        private static final long serialVersionUID = 1L;

        private final int row;
        private final int[] others;
        private final double[] cosines;
        private int size;

        Nearest(int row, int most) {
            this.row = row;
            others = new int[most];
            cosines = new double[most];
        }

        int row() {
            return row;
        }

        int size() {
            return size;
        }

        int other(int k) {
            return others[k];
        }

        double cosine(int k) {
            return cosines[k];
        }

        /** What a cosine must exceed to be among them. */
        double least() {
            return size < others.length ? Double.NEGATIVE_INFINITY : cosines[size - 1];
        }

        /** Adds one that comes after all others of the same cosine. */
        void add(int other, double cosine) {
            int at = Math.min(size, others.length - 1);
            while (at > 0 && cosines[at - 1] < cosine) {
                others[at] = others[at - 1];
                cosines[at] = cosines[at - 1];
                at--;
            }
            others[at] = other;
            cosines[at] = cosine;
            size = Math.min(size + 1, others.length);
        }
    }
}
