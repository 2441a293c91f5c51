package io.tauspark.bench.recall;

import io.tauspark.bench.recall.RecallTask.Roles;
import io.tauspark.model.Seeds;
import io.tauspark.model.torch.TauGpt;
import java.util.Arrays;
import java.util.Random;

/**
 * Sequences of a task, each by its number alone. Every cue is placed, with its answer, at one random distance before the
 * two occur again; what is left is filled. So each question has one earlier occurrence of its cue, and the answer is
 * the token behind that.
 *
 * @param task what is asked
 * @param vocabulary number of ids
 * @param length inputs of a sequence
 * @param seed of all sequences
 * @param purpose tells sequences to learn from and to be tested with apart
 */
record RecallSequences(RecallTask task, int vocabulary, int length, long seed, String purpose) {
    private static final int FREE = -1;

    /** Places tried for a cue before it is left out. */
    private static final int TRIES = 30;

    /** A distance is at most one less than the inputs. */
    Distances distances() {
        return new Distances(length - 1);
    }

    RecallSequence at(long number) {
        Random random = new Random(Seeds.of(seed, purpose + " " + task.title(), number));
        Roles roles = task.roles(vocabulary, random);
        int[] tokens = new int[length + 1];
        Arrays.fill(tokens, FREE);
        int[] asked = new int[length];
        for (int cue : roles.cues()) {
            int answer = any(roles.others(), random);
            int distance = distances().draw(random);
            for (int attempt = 0; attempt < TRIES; attempt++) {
                int first = random.nextInt(length - distance);
                int again = first + distance;
                if (isFree(tokens, first) && isFree(tokens, again)) {
                    tokens[first] = cue;
                    tokens[first + 1] = answer;
                    tokens[again] = cue;
                    tokens[again + 1] = answer;
                    asked[again] = distance;
                    break;
                }
            }
        }
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i] == FREE) {
                tokens[i] = any(roles.others(), random);
            }
        }
        int[] targets = new int[length];
        Arrays.setAll(targets, i -> asked[i] > 0 ? tokens[i + 1] : TauGpt.UNSCORED);
        return new RecallSequence(Arrays.copyOf(tokens, length), targets, asked);
    }

    /** Consecutive sequences. */
    RecallSequence[] batch(long first, int count) {
        RecallSequence[] batch = new RecallSequence[count];
        Arrays.setAll(batch, i -> at(first + i));
        return batch;
    }

    private static boolean isFree(int[] tokens, int pair) {
        return tokens[pair] == FREE && tokens[pair + 1] == FREE;
    }

    private static int any(int[] ids, Random random) {
        return ids[random.nextInt(ids.length)];
    }
}
