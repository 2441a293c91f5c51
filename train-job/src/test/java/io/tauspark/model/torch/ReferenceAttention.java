package io.tauspark.model.torch;

import java.util.Arrays;

/**
 * Causal attention of one head in plain double arithmetic, written from the formulas and nothing else: query i gives key
 * j ≤ i a share proportional to kernel(i, j) · exp(c_j).
 */
final class ReferenceAttention {
    private ReferenceAttention() {}

    /** Log of what a query makes of a key, before the key's weight. */
    interface LogKernel {
        double of(int query, int key);
    }

    /** Distance of λ over temperature. */
    static LogKernel tau(double[] queries, double[] keys, double temperature) {
        return (i, j) -> -Math.abs(queries[i] - keys[j]) / temperature;
    }

    /**
     * The same through a code of cells: in one cell, with the shares f and g of it that lie below query and key, |f − g| becomes
     * f + g − 2fg. The last tokens are compared with exactly.
     */
    static LogKernel coded(double[] queries, double[] keys, double temperature, int cells, int near) {
        LogKernel exact = tau(queries, keys, temperature);
        return (i, j) -> {
            double cell = Math.min(Math.floor(queries[i] * cells), cells - 1);
            double f = queries[i] * cells - cell;
            double g = keys[j] * cells - cell;
            return i - j < near || g < 0 || g > 1 ? exact.of(i, j) : -(f + g - 2 * f * g) / cells / temperature;
        };
    }

    /** The same through a grid on [0, 1]: each key stands at the two points around it, with sinh shares. */
    static LogKernel grid(double[] queries, double[] keys, double temperature, int cells) {
        return (i, j) -> {
            double cell = 1.0 / cells;
            int first = (int) Math.min(Math.floor(keys[j] * cells), cells - 1);
            double above = keys[j] - first * cell;
            double whole = Math.sinh(cell / temperature);
            double sum = 0;
            for (int point = 0; point < 2; point++) {
                double distance = Math.abs(queries[i] - (first + point) * cell);
                double share = Math.sinh((point == 0 ? cell - above : above) / temperature) / whole;
                sum += share * Math.exp(-distance / temperature);
            }
            return Math.log(sum);
        };
    }

    /** A kernel with a bias for each of the last tokens, the present one first. */
    static LogKernel near(LogKernel kernel, double[] bias) {
        return (i, j) -> kernel.of(i, j) + (i - j < bias.length ? bias[i - j] : 0);
    }

    /** A kernel that sees the last tokens alone, or all with a window of 0. */
    static LogKernel within(LogKernel kernel, int window) {
        return (i, j) -> window == 0 || i - j < window ? kernel.of(i, j) : Double.NEGATIVE_INFINITY;
    }

    /** Nothing: all keys alike. */
    static LogKernel mean() {
        return (i, j) -> 0;
    }

    /** Outputs [T][D] from key log-weights [T] and values [T][D]. */
    static double[][] attend(LogKernel kernel, double[] keyWeights, double[][] values) {
        double[][] result = new double[values.length][values[0].length];
        for (int i = 0; i < values.length; i++) {
            double[] weights = weights(kernel, keyWeights, i);
            for (int j = 0; j <= i; j++) {
                for (int d = 0; d < result[i].length; d++) {
                    result[i][d] += weights[j] * values[j][d];
                }
            }
        }
        return result;
    }

    /** Weights that query i gives to keys 0 to i. */
    static double[] weights(LogKernel kernel, double[] keyWeights, int i) {
        double[] weights = new double[i + 1];
        Arrays.setAll(weights, j -> kernel.of(i, j) + keyWeights[j]);
        double top = Arrays.stream(weights).max().orElseThrow();
        Arrays.setAll(weights, j -> Math.exp(weights[j] - top));
        double total = Arrays.stream(weights).sum();
        Arrays.setAll(weights, j -> weights[j] / total);
        return weights;
    }
}
