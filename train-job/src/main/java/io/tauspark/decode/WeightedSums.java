package io.tauspark.decode;

import java.util.Arrays;

/**
 * Rows of weighted sums of values, with the sum of the weights of each row, whose weights are given by their logs.
 *
 * <p>A row is told relative to a log of its own, so that weights may be of any size: their sum neither overflows nor
 * vanishes, however far their logs lie from 0 and from those of other rows.
 */
public final class WeightedSums {
    /**
     * A log may be as far above what its row is relative to before the row is told anew: e to the 200th is far from the end
     * of double precision, and most rows never need to be told anew.
     */
    private static final double ROOM = 200;

    private final int width;
    /** Rows of values, behind them the weight, [rows, width + 1]. */
    private final double[] sums;

    private final double[] references;

    /** Empty rows. */
    public WeightedSums(int rows, int width) {
        this(width, new double[rows * (width + 1)], new double[rows]);
        Arrays.fill(references, Double.NEGATIVE_INFINITY);
    }

    /** Rows that have been before. */
    WeightedSums(int width, double[] sums, double[] references) {
        this.width = width;
        this.sums = sums;
        this.references = references;
    }

    public int rows() {
        return references.length;
    }

    int width() {
        return width;
    }

    /** Rows of sums and weights, [rows, width + 1]. */
    double[] sums() {
        return sums;
    }

    /** The logs that rows are relative to, [rows]; minus infinity of an empty row. */
    double[] references() {
        return references;
    }

    public boolean isEmpty(int row) {
        return references[row] == Double.NEGATIVE_INFINITY;
    }

    /** Empties all rows. */
    public void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(references, Double.NEGATIVE_INFINITY);
    }

    /** Adds values with a weight, given by its log. */
    public void add(int row, double log, float[] values, int at) {
        add(row, log, 1, values, at);
    }

    /** Adds values with a weight of which a factor is known as it is. */
    void add(int row, double log, double factor, float[] values, int at) {
        if (factor == 0) {
            return;
        }
        double weight = weight(row, log) * factor;
        int start = row * (width + 1);
        for (int i = 0; i < width; i++) {
            sums[start + i] += weight * values[at + i];
        }
        sums[start + width] += weight;
    }

    /** Adds a sum of values whose weights together are {@code total}, all of them times a weight given by its log. */
    void add(int row, double log, double total, float[] values) {
        double weight = weight(row, log);
        int start = row * (width + 1);
        for (int i = 0; i < width; i++) {
            sums[start + i] += weight * values[i];
        }
        sums[start + width] += weight * total;
    }

    /** Adds a row of other sums, times a weight given by its log. */
    void add(int row, double log, WeightedSums other, int otherRow) {
        if (other.isEmpty(otherRow)) {
            return;
        }
        double weight = weight(row, log + other.references[otherRow]);
        int start = row * (width + 1);
        int from = otherRow * (width + 1);
        for (int i = 0; i <= width; i++) {
            sums[start + i] += weight * other.sums[from + i];
        }
    }

    /** Makes a row what a row of other sums is. */
    void set(int row, WeightedSums other, int otherRow) {
        System.arraycopy(other.sums, otherRow * (width + 1), sums, row * (width + 1), width + 1);
        references[row] = other.references[otherRow];
    }

    /** Multiplies all weights by one number, given by its log. */
    void shift(double log) {
        for (int row = 0; row < references.length; row++) {
            references[row] += log;
        }
    }

    /** Writes the mean of a row's values to places of an array. */
    public void mean(int row, float[] into, int at) {
        int start = row * (width + 1);
        double total = sums[start + width];
        for (int i = 0; i < width; i++) {
            into[at + i] = (float) (sums[start + i] / total);
        }
    }

    /** The mean of a row's values. */
    public double[] mean(int row) {
        int start = row * (width + 1);
        double total = sums[start + width];
        return Arrays.stream(sums, start, start + width).map(sum -> sum / total).toArray();
    }

    WeightedSums copy() {
        return new WeightedSums(width, sums.clone(), references.clone());
    }

    public long bytes() {
        return (long) Double.BYTES * (sums.length + references.length);
    }

    /** A weight relative to what its row is relative to, which moves if the weight is far above. */
    private double weight(int row, double log) {
        if (log == Double.NEGATIVE_INFINITY) {
            return 0;
        }
        double reference = references[row];
        if (log > reference + ROOM || reference == Double.NEGATIVE_INFINITY) {
            int start = row * (width + 1);
            double kept = Math.exp(reference - log);
            for (int i = 0; i <= width; i++) {
                sums[start + i] *= kept;
            }
            references[row] = log;
            return 1;
        }
        return Math.exp(log - reference);
    }
}
