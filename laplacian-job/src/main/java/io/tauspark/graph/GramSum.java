package io.tauspark.graph;

import java.util.Arrays;

/**
 * A sum of outer products without any rounding, so that the order of rows cannot matter.
 *
 * <p>Every value becomes a whole number of at most 44 bits and a sign, in units that its {@link Scale} sets, split into
 * a high and a low half: q = 2²² h + l. Products of halves have at most 44 bits, so 512 of them sum exactly in a
 * double, where the inner loop runs on vector instructions; after that many rows the sums move to 128-bit numbers,
 * which hold more rows than there can be.
 */
final class GramSum {
    private static final int HALF = Scale.BITS / 2;
    private static final int ROWS_PER_SPILL = 1 << (53 - Scale.BITS);

    /** Rows that one pass over the sums takes along; more would not fit the registers. */
    private static final int ROWS_AT_ONCE = 4;

    private final Scale scale;
    private final int features;
    private final int width;
    private final double[][] rows;
    private final double[] recent;
    private final WideSums sums;
    private int waiting;
    private int unspilled;

    GramSum(Scale scale) {
        this.scale = scale;
        features = scale.features();
        width = 2 * features;
        rows = new double[ROWS_AT_ONCE][width];
        recent = new double[width * width];
        sums = new WideSums(Pairs.count(features));
    }

    void add(double[] row) {
        double[] halves = rows[waiting++];
        for (int i = 0; i < features; i++) {
            double whole = scale.whole(row[i], i);
            double high = Math.rint(whole / (1 << HALF));
            halves[i] = high;
            halves[features + i] = whole - high * (1 << HALF);
        }
        if (waiting == ROWS_AT_ONCE) {
            multiply();
        }
    }

    /** The sums so far, by {@link Pairs}, in the product of both features' units. */
    WideSums sums() {
        for (int row = waiting; row < ROWS_AT_ONCE; row++) {
            Arrays.fill(rows[row], 0);
        }
        multiply();
        spill();
        return sums;
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
        for (int i = 0; i < features; i++) {
            int top = i * width;
            int bottom = (features + i) * width;
            for (int j = i; j < features; j++) {
                int k = Pairs.index(i, j, features);
                double mixed = recent[top + features + j] + recent[j * width + features + i];
                sums.add(k, (long) recent[top + j], 2 * HALF);
                sums.add(k, (long) mixed, HALF);
                sums.add(k, (long) recent[bottom + features + j], 0);
            }
        }
        Arrays.fill(recent, 0);
        unspilled = 0;
    }
}
