package io.tauspark.decode;

import java.util.Arrays;

/**
 * Rows of weighted sums of values, with the sum of the weights of each row, whose weights are given by their logs.
 *
 * <p>A row is told relative to a log of its own, so that weights may be of any size: their sum neither overflows nor
 * vanishes, however far their logs lie from 0 and from those of other rows.
 *
 * <p>A row is an array of its own: loops over whole arrays of one type are what Java's compiler makes vector instructions of.
 */
public final class WeightedSums {
    /**
     * A log may be as far above what its row is relative to before the row is told anew: e to the 200th is far from the end
     * of double precision, and most rows never need to be told anew.
     */
    private static final double ROOM = 200;

    /** Bytes that Java needs for an array beside its numbers. */
    static final int HEADER = 16;

    private final int width;
    /** Values of each row, behind them the weight, [rows, width + 1]. */
    private final double[][] sums;
    /** The logs that rows are relative to, [rows]; minus infinity of an empty row. */
    private final double[] references;

    /** Empty rows. */
    public WeightedSums(int rows, int width) {
        this(width, new double[rows][width + 1], new double[rows]);
        Arrays.fill(references, Double.NEGATIVE_INFINITY);
    }

    private WeightedSums(int width, double[][] sums, double[] references) {
        this.width = width;
        this.sums = sums;
        this.references = references;
    }

    public int rows() {
        return references.length;
    }

    public boolean isEmpty(int row) {
        return references[row] == Double.NEGATIVE_INFINITY;
    }

    /** Empties all rows. */
    public void clear() {
        for (double[] row : sums) {
            Arrays.fill(row, 0);
        }
        Arrays.fill(references, Double.NEGATIVE_INFINITY);
    }

    /** Adds values with a weight, given by its log. */
    public void add(int row, double log, float[] values, int at) {
        double weight = weight(row, log);
        double[] sum = sums[row];
        for (int i = 0; i < width; i++) {
            sum[i] += weight * values[at + i];
        }
        sum[width] += weight;
    }

    /**
     * Adds values with a weight of which a factor is known as it is.
     *
     * @param values with a one behind them, [width + 1]
     */
    void add(int row, double log, double factor, double[] values) {
        if (factor != 0) {
            add(sums[row], weight(row, log) * factor, values);
        }
    }

    /** Adds a sum of values whose weights together are {@code total}, all of them times a weight given by its log. */
    void add(int row, double log, double total, float[] values) {
        double weight = weight(row, log);
        double[] sum = sums[row];
        for (int i = 0; i < width; i++) {
            sum[i] += weight * values[i];
        }
        sum[width] += weight * total;
    }

    /** Adds a row of other sums, times a weight given by its log. */
    void add(int row, double log, WeightedSums other, int otherRow) {
        if (!other.isEmpty(otherRow)) {
            add(sums[row], weight(row, log + other.references[otherRow]), other.sums[otherRow]);
        }
    }

    private static void add(double[] sum, double weight, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * values[i];
        }
    }

    /** Makes a row what a row of other sums is. */
    void set(int row, WeightedSums other, int otherRow) {
        System.arraycopy(other.sums[otherRow], 0, sums[row], 0, width + 1);
        references[row] = other.references[otherRow];
    }

    /** Adds as many rows of other sums, all of them times a weight given by its log. */
    void addAll(WeightedSums other, double log) {
        for (int row = 0; row < references.length; row++) {
            add(row, log, other, row);
        }
    }

    /** Writes the rows, each with the log that it is relative to behind it. */
    void save(StateTensors to, String name) {
        double[][] rows = new double[references.length][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOf(sums[row], width + 2);
            rows[row][width + 1] = references[row];
        }
        to.put(name, width + 2, rows);
    }

    /** Makes the rows what was written. */
    void load(StateTensors from, String name) {
        double[][] rows = from.doubles(name, references.length, width + 2);
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, sums[row], 0, width + 1);
            references[row] = rows[row][width + 1];
        }
    }

    /** Writes the mean of a row's values to places of an array. */
    public void mean(int row, float[] into, int at) {
        double total = sums[row][width];
        for (int i = 0; i < width; i++) {
            into[at + i] = (float) (sums[row][i] / total);
        }
    }

    /** The mean of a row's values. */
    public double[] mean(int row) {
        double total = sums[row][width];
        return Arrays.stream(sums[row], 0, width).map(sum -> sum / total).toArray();
    }

    WeightedSums copy() {
        return new WeightedSums(
                width, Arrays.stream(sums).map(double[]::clone).toArray(double[][]::new), references.clone());
    }

    public long bytes() {
        return references.length * (HEADER + (long) Double.BYTES * (width + 2));
    }

    /** A weight relative to what its row is relative to, which moves if the weight is far above. */
    private double weight(int row, double log) {
        if (log == Double.NEGATIVE_INFINITY) {
            return 0;
        }
        double reference = references[row];
        if (log > reference + ROOM || reference == Double.NEGATIVE_INFINITY) {
            double kept = Math.exp(reference - log);
            double[] sum = sums[row];
            for (int i = 0; i < sum.length; i++) {
                sum[i] *= kept;
            }
            references[row] = log;
            return 1;
        }
        return Math.exp(log - reference);
    }
}
