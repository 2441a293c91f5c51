package io.tauspark.graph;

import java.util.Arrays;

/**
 * A sum of outer products without any rounding, so that the order of rows cannot matter.
 *
 * <p>Every value becomes an integer of at most 30 bits and a sign, split into a high and a low half: q = 2¹⁵ h + l.
 * Products of halves have at most 30 bits, so a million of them sum exactly in a double, where the inner loop runs on
 * vector instructions; after that many rows the sums move to 64-bit integers, which hold 2³³ rows.
 */
final class GramSum {
    private static final int BITS = 30;
    private static final int HALF = 15;
    private static final long ROWS_PER_SPILL = 1 << 20;

    /** Rows that one pass over the sums takes along; more would not fit the registers. */
    private static final int ROWS_AT_ONCE = 4;

    private final int[] shifts;
    private final int width;
    private final double[][] rows;
    private final double[] recent;
    private final long[] sums;
    private int waiting;
    private long unspilled;

    /** @param shifts per feature, the power of two that makes its values integers; see {@link #shift} */
    GramSum(int[] shifts) {
        this.shifts = shifts.clone();
        width = 2 * shifts.length;
        rows = new double[ROWS_AT_ONCE][width];
        recent = new double[width * width];
        sums = new long[width * width];
    }

    /** The power of two by which values up to a magnitude become integers of 30 bits. */
    static int shift(double largest) {
        return BITS - 1 - Math.getExponent(largest);
    }

    void add(double[] row) {
        double[] halves = rows[waiting++];
        for (int i = 0; i < shifts.length; i++) {
            double whole = Math.rint(Math.scalb(row[i], shifts[i]));
            double high = Math.rint(whole / (1 << HALF));
            halves[i] = high;
            halves[shifts.length + i] = whole - high * (1 << HALF);
        }
        if (waiting == ROWS_AT_ONCE) {
            multiply();
        }
    }

    /** Inner products of all halves, [2 features · 2 features], the upper triangle only. */
    long[] sums() {
        for (int row = waiting; row < ROWS_AT_ONCE; row++) {
            Arrays.fill(rows[row], 0);
        }
        multiply();
        spill();
        return sums;
    }

    /** Puts halves together and takes the shifts back; here, once per entry, the result is rounded to a double. */
    static double[] products(long[] sums, int[] shifts) {
        int features = shifts.length;
        int width = 2 * features;
        double[] products = new double[features * features];
        for (int i = 0; i < features; i++) {
            for (int j = i; j < features; j++) {
                double high = sums[i * width + j];
                double mixed = sums[i * width + features + j] + sums[j * width + features + i];
                double low = sums[(features + i) * width + features + j];
                double whole = Math.scalb(high, 2 * HALF) + Math.scalb(mixed, HALF) + low;
                products[i * features + j] = Math.scalb(whole, -shifts[i] - shifts[j]);
                products[j * features + i] = products[i * features + j];
            }
        }
        return products;
    }

    private void multiply() {
        double[] a = rows[0];
        double[] b = rows[1];
        double[] c = rows[2];
        double[] d = rows[3];
        for (int i = 0; i < width; i++) {
            int start = i * width;
            double ai = a[i];
            double bi = b[i];
            double ci = c[i];
            double di = d[i];
            for (int j = i; j < width; j++) {
                recent[start + j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
            }
        }
        waiting = 0;
        unspilled += ROWS_AT_ONCE;
        if (unspilled >= ROWS_PER_SPILL) {
            spill();
        }
    }

    private void spill() {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += (long) recent[k];
            recent[k] = 0;
        }
        unspilled = 0;
    }
}
