package io.tauspark.graph;

import java.io.Serializable;

/** An array of 128-bit whole numbers in two's complement, for sums that must not round and must not overflow. */
final class WideSums implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double TWO_TO_64 = 0x1p64;
    private static final int BITS = 128;

    private final long[] high;
    private final long[] low;

    WideSums(int size) {
        this(new long[size], new long[size]);
    }

    /** @param high the upper halves, signed; kept, not copied, as are the lower halves */
    WideSums(long[] high, long[] low) {
        this.high = high;
        this.low = low;
    }

    int size() {
        return high.length;
    }

    long[] high() {
        return high;
    }

    long[] low() {
        return low;
    }

    /** Adds value · 2^shift, with a shift from 0 to 63. */
    void add(int k, long value, int shift) {
        long upper = shift == 0 ? value >> (Long.SIZE - 1) : value >> (Long.SIZE - shift);
        addWide(k, upper, value << shift);
    }

    void add(WideSums other) {
        for (int k = 0; k < high.length; k++) {
            addWide(k, other.high[k], other.low[k]);
        }
    }

    /** Divides one number by 2^bits, rounding halves up. */
    void shiftRight(int k, int bits) {
        if (bits >= BITS) {
            high[k] = 0;
            low[k] = 0;
            return;
        }
        if (bits == 0) {
            return;
        }
        addPower(k, bits - 1);
        if (bits >= Long.SIZE) {
            low[k] = high[k] >> (bits - Long.SIZE);
            high[k] = high[k] >> (Long.SIZE - 1);
        } else {
            low[k] = (low[k] >>> bits) | (high[k] << (Long.SIZE - bits));
            high[k] = high[k] >> bits;
        }
    }

    /** The nearest double, up to one unit in its last place. */
    double value(int k) {
        if (high[k] >= 0) {
            return high[k] * TWO_TO_64 + unsigned(low[k]);
        }
        long lower = -low[k];
        long upper = ~high[k] + (lower == 0 ? 1 : 0);
        return -(upper * TWO_TO_64 + unsigned(lower));
    }

    private void addPower(int k, int bit) {
        if (bit < Long.SIZE) {
            addWide(k, 0, 1L << bit);
        } else {
            addWide(k, 1L << (bit - Long.SIZE), 0);
        }
    }

    private void addWide(int k, long upper, long lower) {
        long sum = low[k] + lower;
        long carry = Long.compareUnsigned(sum, lower) < 0 ? 1 : 0;
        low[k] = sum;
        high[k] += upper + carry;
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
    }
}
