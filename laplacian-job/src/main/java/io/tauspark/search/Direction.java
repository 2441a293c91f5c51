package io.tauspark.search;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The direction of a vector that is not zero, which is all that a cosine depends on. Its numbers are scaled by a power of two
 * to at most 2, so that their squares are doubles however large or small the vector was.
 */
final class Direction implements Serializable {
    private static final long serialVersionUID = 1L;

    private final double[] values;
    private final double squares;

    private Direction(double[] values) {
        this.values = values;
        squares = product(values, values);
    }

    /** @param vector finite numbers, not all zero; not modified */
    static Direction of(double[] vector) {
        double largest = Arrays.stream(vector).map(Math::abs).max().orElse(0);
        if (largest == 0) {
            throw new IllegalArgumentException("a zero vector has no direction");
        }
        int shift = -Math.getExponent(largest);
        return new Direction(
                Arrays.stream(vector).map(value -> Math.scalb(value, shift)).toArray());
    }

    /** Whether a vector has a direction. */
    static boolean isOf(double[] vector) {
        return Arrays.stream(vector).anyMatch(value -> value != 0);
    }

    /**
     * The cosine of the angle to another direction, in [−1, 1]; exactly 1 where both are of the same vector, since the root of a
     * square is exact.
     */
    double cosine(Direction other) {
        double cosine = product(values, other.values) / Math.sqrt(squares * other.squares);
        return Math.max(-1, Math.min(1, cosine));
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
