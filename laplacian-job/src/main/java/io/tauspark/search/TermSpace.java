package io.tauspark.search;

import io.tauspark.terms.TermTable;
import io.tauspark.terms.UnitVector;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The vectors of a memory's terms as they are compared: what a token can be replaced by and what it occurs with, each of
 * length one, one behind the other.
 */
final class TermSpace implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int size;
    private final long[] counts;
    private final float[] substitution;
    private final float[] topical;
    private final float[] lambda;

    TermSpace(TermTable table) {
        size = table.size();
        counts = table.counts();
        substitution = table.substitution();
        topical = table.topical();
        lambda = table.lambda();
    }

    /** Ids of the vocabulary. */
    int vocabulary() {
        return counts.length;
    }

    /** Numbers per vector. */
    int dimension() {
        return 2 * size;
    }

    /** The tokens that have a vector, ascending. */
    List<Integer> known() {
        return IntStream.range(0, counts.length).filter(this::isKnown).boxed().toList();
    }

    /** Whether a token has a vector. */
    boolean isKnown(int token) {
        return !UnitVector.isZero(substitution, token * size, size) || !UnitVector.isZero(topical, token * size, size);
    }

    /** How often a token occurs in the memory's documents. */
    long count(int token) {
        return counts[token];
    }

    double lambda(int token) {
        return lambda[token];
    }

    double[] vector(int token) {
        double[] vector = new double[dimension()];
        unit(substitution, token, vector, 0);
        unit(topical, token, vector, size);
        return vector;
    }

    Indexed indexed(int token) {
        return new Indexed(Integer.toString(token), lambda(token), Direction.of(vector(token)));
    }

    private void unit(float[] from, int token, double[] to, int at) {
        double length = UnitVector.norm(from, token * size, size);
        for (int k = 0; k < size && length > 0; k++) {
            to[at + k] = from[token * size + k] / length;
        }
    }
}
