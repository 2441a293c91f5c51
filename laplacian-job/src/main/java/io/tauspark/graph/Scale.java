package io.tauspark.graph;

import io.tauspark.config.InvalidInput;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The unit in which the values of each feature are counted: 2^(e − 44), where 2^e is above the feature's largest
 * magnitude and e a multiple of four. Such coarse steps make it likely that a later batch of documents, whose largest
 * value differs a little, is counted in the same unit; at least 40 bits are left of the largest value.
 */
final class Scale implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Bits of a whole number; a product has twice as many, and a few hundred of them must sum exactly in a double. */
    static final int BITS = 44;

    private static final int STEP = 4;

    /** Exponent of a feature that is zero everywhere: below all others. */
    private static final int NOTHING = -1080;

    private final int[] exponents;

    /** @param exponents e of each feature */
    Scale(int[] exponents) {
        this.exponents = exponents.clone();
    }

    /**
     * The units for values up to these magnitudes.
     *
     * @throws InvalidInput if one is not finite
     */
    static Scale of(double[] largest) {
        VectorRange.requireFinite(largest);
        return new Scale(Arrays.stream(largest).mapToInt(Scale::exponent).toArray());
    }

    private static int exponent(double largest) {
        return largest == 0 ? NOTHING : -Math.floorDiv(-(Math.getExponent(largest) + 1), STEP) * STEP;
    }

    int features() {
        return exponents.length;
    }

    int[] exponents() {
        return exponents.clone();
    }

    /** A value of a feature in its unit, rounded to a whole number. */
    double whole(double value, int feature) {
        return Math.rint(Math.scalb(value, BITS - exponents[feature]));
    }

    /** The power of two of the unit of a product. */
    int productUnit(int i, int j) {
        return exponents[i] + exponents[j] - 2 * BITS;
    }

    /** The coarser unit of both for each feature. */
    Scale coarser(Scale other) {
        return new Scale(IntStream.range(0, exponents.length)
                .map(i -> Math.max(exponents[i], other.exponents[i]))
                .toArray());
    }

    boolean isSame(Scale other) {
        return Arrays.equals(exponents, other.exponents);
    }
}
