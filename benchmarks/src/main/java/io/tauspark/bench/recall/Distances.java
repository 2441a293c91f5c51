package io.tauspark.bench.recall;

import java.util.Random;

/**
 * Distances between a cue and its repetition, in classes that double: 2 to 3 tokens, 4 to 7, 8 to 15 and so on.
 *
 * @param longest the largest distance
 */
record Distances(int longest) {
    /** A cue cannot come again before an answer behind it. */
    static final int SHORTEST = 2;

    int classes() {
        return classOf(longest) + 1;
    }

    /** The class of a distance, from 0; a distance of 1, which an answer in one token with its cue can have, is in the first. */
    int classOf(int distance) {
        return Integer.numberOfTrailingZeros(Integer.highestOneBit(Math.max(SHORTEST, distance))) - 1;
    }

    /** The smallest distance of a class. */
    int from(int number) {
        return SHORTEST << number;
    }

    /** The largest distance of a class. */
    int to(int number) {
        return Math.min(2 * from(number) - 1, longest);
    }

    /** A distance: every class is as likely as another, and within it every distance. */
    int draw(Random random) {
        int number = random.nextInt(classes());
        return from(number) + random.nextInt(to(number) - from(number) + 1);
    }
}
