package io.tauspark.termgraph;

import java.io.Serializable;

/**
 * The windows within which tokens count as near each other.
 *
 * @param near tokens to either side that say what can stand in a token's place
 * @param around tokens to either side that say what a token is about; one at distance k weighs 1 / k
 */
record Windows(int near, int around) implements Serializable {
    /**
     * The weight of the next token in the wide window: the least common multiple of 1 to 12, so that up to distance 12
     * all weights are whole. Beyond, they are rounded, by half a percent at distance 277 and less before.
     */
    static final int UNIT = 27_720;

    /** The weights by distance, of which the first counts nothing. */
    long[] weights() {
        long[] weights = new long[around + 1];
        for (int distance = 1; distance <= around; distance++) {
            weights[distance] = Math.round(UNIT / (double) distance);
        }
        return weights;
    }

    /** Adds the pairs of one document. */
    void count(int[] tokens, long[] weights, PairTable into) {
        for (int at = 0; at < tokens.length; at++) {
            int last = Math.min(tokens.length - 1, at + around);
            for (int other = at + 1; other <= last; other++) {
                int distance = other - at;
                into.add(PairTable.pair(tokens[at], tokens[other]), distance <= near ? 1 : 0, weights[distance]);
            }
        }
    }
}
