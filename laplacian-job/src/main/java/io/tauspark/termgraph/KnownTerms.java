package io.tauspark.termgraph;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The tokens that occur often enough to be compared, numbered by ascending id. All matrices have rows for these alone.
 */
final class KnownTerms implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int[] tokens;
    private final int[] places;

    KnownTerms(long[] counts, int minCount) {
        tokens = IntStream.range(0, counts.length)
                .filter(token -> counts[token] >= minCount)
                .toArray();
        places = new int[counts.length];
        Arrays.fill(places, -1);
        for (int term = 0; term < tokens.length; term++) {
            places[tokens[term]] = term;
        }
    }

    int size() {
        return tokens.length;
    }

    /** The token of a term. */
    int token(int term) {
        return tokens[term];
    }

    /** The term of a token; −1 of one that is not known, or none. */
    int term(int token) {
        return token < places.length ? places[token] : -1;
    }

    int vocabulary() {
        return places.length;
    }
}
