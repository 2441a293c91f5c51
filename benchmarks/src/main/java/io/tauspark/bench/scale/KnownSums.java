package io.tauspark.bench.scale;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Arrays whose sum is known: small whole numbers, which neither float32 nor bfloat16 rounds, and neither do their sums
 * over the few members of a benchmark.
 */
final class KnownSums {
    /**
     * The largest value of a member: with it the sum of {@link #MOST_MEMBERS} members needs no more than the eight bits
     * that bfloat16 has.
     */
    private static final int LARGEST = 16;

    static final int MOST_MEMBERS = 16;

    private KnownSums() {}

    static void fill(float[] values, int rank) {
        for (int i = 0; i < values.length; i++) {
            values[i] = value(i, rank);
        }
    }

    /** The fault of a sum over all members; null if it has none. */
    static @Nullable String fault(float[] sum, int members) {
        for (int i = 0; i < sum.length; i++) {
            int expected = 0;
            for (int rank = 0; rank < members; rank++) {
                expected += value(i, rank);
            }
            if (sum[i] != expected) {
                return String.format(Locale.ROOT, "value %d of the sum is %s and not %d", i, sum[i], expected);
            }
        }
        return null;
    }

    /** Different for neighbours and for members, and not repeated at distances of a power of two. */
    private static int value(int index, int rank) {
        return (index % 10_007 + 7 * rank) % (LARGEST + 1);
    }
}
