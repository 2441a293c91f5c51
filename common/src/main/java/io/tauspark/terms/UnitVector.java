package io.tauspark.terms;

/** Rows of numbers as vectors of length one. A row of zeros, which is of something unknown, stays zeros. */
public final class UnitVector {
    private UnitVector() {}

    /** Whether a row holds zeros alone. */
    public static boolean isZero(float[] values, int begin, int length) {
        for (int i = begin; i < begin + length; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The length of a row as a vector. */
    public static double norm(float[] values, int begin, int length) {
        double squares = 0;
        for (int i = begin; i < begin + length; i++) {
            squares += (double) values[i] * values[i];
        }
        return Math.sqrt(squares);
    }

    /** Copies a row at length one; source and target may be the same. */
    public static void copy(float[] from, int begin, int length, float[] to, int at) {
        double norm = norm(from, begin, length);
        for (int i = 0; i < length; i++) {
            to[at + i] = norm == 0 ? 0 : (float) (from[begin + i] / norm);
        }
    }
}
