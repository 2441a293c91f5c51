package io.tauspark.exchange;

/** Rounding to bfloat16 by cases, one value at a time. */
final class PlainBfloat16 {
    private static final int LAST_PLACE = 0x1_0000;
    private static final int HALF = LAST_PLACE / 2;

    private PlainBfloat16() {}

    /** Of a number or an infinity; a NaN is only sure to stay one. */
    static float round(float value) {
        if (Float.isNaN(value)) {
            return Float.NaN;
        }
        int bits = Float.floatToRawIntBits(value);
        int rest = Math.floorMod(bits, LAST_PLACE);
        int down = bits - rest;
        boolean odd = (down & LAST_PLACE) != 0;
        boolean up = rest > HALF || (rest == HALF && odd);
        return Float.intBitsToFloat(up ? down + LAST_PLACE : down);
    }

    static float round(float value, WireType type) {
        return type == WireType.BFLOAT16 ? round(value) : value;
    }
}
