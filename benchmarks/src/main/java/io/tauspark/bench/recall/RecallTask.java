package io.tauspark.bench.recall;

import io.tauspark.config.Settings;
import java.util.Arrays;
import java.util.Random;

/**
 * Two tasks that need to find one earlier token by what it is: a pair of tokens, a cue and its answer, occurs once, and
 * later the cue occurs again. Tasks differ in what a model may know of cues beforehand.
 */
enum RecallTask {
    /** Associative recall: cues are always the same ids. */
    ASSOCIATIVE {
        @Override
        int[] ids(int vocabulary, Random random) {
            return ordered(vocabulary);
        }
    },
    /**
     * Induction: every sequence draws its cues again, so that a cue is known by nothing but that it was there before.
     */
    INDUCTION {
        @Override
        int[] ids(int vocabulary, Random random) {
            int[] ids = ordered(vocabulary);
            for (int i = ids.length - 1; i > 0; i--) {
                int other = random.nextInt(i + 1);
                int swapped = ids[i];
                ids[i] = ids[other];
                ids[other] = swapped;
            }
            return ids;
        }
    };

    /** One cue, and two other ids. */
    static final int LEAST_VOCABULARY = 4;

    /**
     * The roles of the ids of a sequence.
     *
     * @param cues ids that are nothing else
     * @param others ids that follow a cue as its answer, or stand between pairs
     */
    record Roles(int[] cues, int[] others) {}

    /** The roles in one sequence: a quarter of the ids are cues. */
    Roles roles(int vocabulary, Random random) {
        int[] ids = ids(vocabulary, random);
        int cues = vocabulary / 4;
        return new Roles(Arrays.copyOf(ids, cues), Arrays.copyOfRange(ids, cues, vocabulary));
    }

    /** The success of guessing among the ids that are no cues. */
    static double chance(int vocabulary) {
        return 1.0 / (vocabulary - vocabulary / 4);
    }

    /** The name of the task for people. */
    String title() {
        return Settings.spelling(this);
    }

    /** The ids in an order whose first are the cues. */
    abstract int[] ids(int vocabulary, Random random);

    private static int[] ordered(int size) {
        int[] ids = new int[size];
        Arrays.setAll(ids, i -> i);
        return ids;
    }
}
