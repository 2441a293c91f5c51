package io.tauspark.laplacian;

import java.util.Locale;

/** The largest magnitude per feature in a set of vectors, found row by row. */
final class Magnitudes {
    private Magnitudes() {}

    /** Takes a vector, or the magnitudes of other vectors, into the first array, which is returned. */
    static double[] take(double[] largest, double[] row) {
        if (row.length != largest.length) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "vector has %d features, must have %d", row.length, largest.length));
        }
        for (int i = 0; i < row.length; i++) {
            largest[i] = Math.max(largest[i], Math.abs(row[i]));
        }
        return largest;
    }
}
