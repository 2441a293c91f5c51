package io.tauspark.corpus.parquet;

/** Numbers of 16 bits in IEEE 754's format binary16: a sign, 5 bits of exponent, 10 of fraction. */
final class HalfFloat {
    private static final int FRACTION_BITS = 10;
    private static final int FRACTION_MASK = (1 << FRACTION_BITS) - 1;
    private static final int EXPONENT_MASK = (1 << 5) - 1;
    private static final int BIAS = 15;

    private HalfFloat() {}

    /** The same number, which a float always holds. */
    static float value(short bits) {
        int exponent = bits >> FRACTION_BITS & EXPONENT_MASK;
        int fraction = bits & FRACTION_MASK;
        float magnitude;
        if (exponent == EXPONENT_MASK) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((float) fraction, 1 - BIAS - FRACTION_BITS);
        } else {
            magnitude = Math.scalb((float) (fraction + FRACTION_MASK + 1), exponent - BIAS - FRACTION_BITS);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
