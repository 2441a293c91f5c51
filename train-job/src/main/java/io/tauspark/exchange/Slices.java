package io.tauspark.exchange;

import java.util.Arrays;
import java.util.Locale;

/**
 * The slices of an array by their owners, and the pieces in which each slice travels.
 *
 * @param bounds slice r is from bounds[r] to bounds[r + 1]
 * @param piece most values of a piece
 */
record Slices(int[] bounds, int piece) {

    /** @throws IllegalArgumentException unless the bounds divide an array of this length among that many members */
    static Slices of(int[] bounds, int members, int length, int piece) {
        boolean right = bounds.length == members + 1 && bounds[0] == 0 && bounds[members] == length;
        for (int rank = 0; right && rank < members; rank++) {
            right = bounds[rank] <= bounds[rank + 1];
        }
        if (!right) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "bounds %s do not divide %d values among %d members in ascending order",
                    Arrays.toString(bounds),
                    length,
                    members));
        }
        return new Slices(bounds, piece);
    }

    int length() {
        return bounds[bounds.length - 1];
    }

    int start(int rank) {
        return bounds[rank];
    }

    int count(int rank) {
        return bounds[rank + 1] - bounds[rank];
    }

    int pieces(int rank) {
        return (count(rank) + piece - 1) / piece;
    }

    /** Pieces of the largest slice. */
    int mostPieces() {
        int most = 0;
        for (int rank = 0; rank + 1 < bounds.length; rank++) {
            most = Math.max(most, pieces(rank));
        }
        return most;
    }

    /** The index in the array at which a piece begins. */
    int start(int rank, int number) {
        return bounds[rank] + number * piece;
    }

    int count(int rank, int number) {
        return Math.min(piece, bounds[rank + 1] - start(rank, number));
    }
}
