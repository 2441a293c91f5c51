package io.tauspark.exchange;

/**
 * A sum whose rounding does not depend on who adds first: terms are added in a fixed balanced tree over their index,
 * ((0 + 1) + (2 + 3)) + …. Sums of 2ᵏ neighbours are nodes of the tree, so workers that each add up the same power of
 * two of neighbouring terms get, together, the bits that one worker gets alone.
 */
final class PairwiseSum {
    private PairwiseSum() {}

    /**
     * Leaves the sum of all rows in the first row; the other rows are used up.
     *
     * @param terms at least one row
     * @param count how many elements of each row to add
     */
    static void intoFirst(float[][] terms, int count) {
        for (int stride = 1; stride < terms.length; stride *= 2) {
            for (int i = 0; i + stride < terms.length; i += 2 * stride) {
                add(terms[i], terms[i + stride], count);
            }
        }
    }

    private static void add(float[] sum, float[] term, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] += term[i];
        }
    }
}
