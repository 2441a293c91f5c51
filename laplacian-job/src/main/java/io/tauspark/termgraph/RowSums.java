package io.tauspark.termgraph;

/**
 * Sums of multiples of rows, the loops that products of matrices consist of. Four rows at a time spare three of four
 * passes over the sum; which four is settled by the matrices alone, and so are the bits.
 */
final class RowSums {
    private RowSums() {}

    /** Adds a multiple of one row. */
    static void add(double a, double[] from, int begin, double[] to, int at, int width) {
        for (int j = 0; j < width; j++) {
            to[at + j] += a * from[begin + j];
        }
    }

    /** Adds multiples of four rows. */
    static void addFour(
            double a,
            int first,
            double b,
            int second,
            double c,
            int third,
            double d,
            int fourth,
            double[] from,
            double[] to,
            int at,
            int width) {
        for (int j = 0; j < width; j++) {
            to[at + j] += a * from[first + j] + b * from[second + j] + c * from[third + j] + d * from[fourth + j];
        }
    }
}
