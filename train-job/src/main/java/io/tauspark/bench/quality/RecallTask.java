package io.tauspark.bench.quality;

import io.tauspark.config.Settings;
import java.util.Arrays;
import java.util.Random;

/**
 * Two tasks that need to find one earlier token by what it is: a pair of tokens, a cue and its answer, occurs once, and
 * later the cue occurs again. Tasks differ in what a model may know of cues beforehand.
 */
enum RecallTask {
    /** Associative recall: cues, answers and what stands between pairs are always the same ids. */
    ASSOCIATIVE {
        @Override
        Roles roles(int vocabulary, Random random) {
            int[] ids = range(vocabulary);
            int pairs = vocabulary * 3 / 8;
            return new Roles(
                    Arrays.copyOfRange(ids, 0, pairs),
                    Arrays.copyOfRange(ids, pairs, 2 * pairs),
                    Arrays.copyOfRange(ids, 2 * pairs, vocabulary));
        }
    },
    /** Induction: every sequence draws its cues anew, and any other id may be an answer or stand between pairs. */
    INDUCTION {
        @Override
        Roles roles(int vocabulary, Random random) {
            int[] ids = range(vocabulary);
            shuffle(ids, random);
            int[] others = Arrays.copyOfRange(ids, vocabulary / 4, vocabulary);
            return new Roles(Arrays.copyOfRange(ids, 0, vocabulary / 4), others, others);
        }
    };

    /** Ids for at least one cue, two answers and something else in either task. */
    static final int LEAST_VOCABULARY = 8;

    /**
     * What the ids of a sequence are.
     *
     * @param cues ids that are nothing else
     * @param answers ids that follow a cue
     * @param fillers ids that stand between pairs
     */
    record Roles(int[] cues, int[] answers, int[] fillers) {
        /** The success of guessing among the answers. */
        double chance() {
            return 1.0 / answers.length;
        }
    }

    /** What people call it. */
    String title() {
        return Settings.spelling(this);
    }

    /** The roles in one sequence. */
    abstract Roles roles(int vocabulary, Random random);

    static void shuffle(int[] ids, Random random) {
        for (int i = ids.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = ids[i];
            ids[i] = ids[other];
            ids[other] = swapped;
        }
    }

    private static int[] range(int size) {
        int[] ids = new int[size];
        Arrays.setAll(ids, i -> i);
        return ids;
    }
}
