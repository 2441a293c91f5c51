package io.tauspark.bench.recall;

import io.tauspark.model.torch.TauGpt;
import java.util.Arrays;

/**
 * A sequence with questions.
 *
 * @param tokens one more than there are inputs
 * @param distances for each input, how far back the cue that it repeats is; 0 for inputs that ask nothing
 */
record RecallSequence(int[] tokens, int[] distances) {
    int[] inputs() {
        return Arrays.copyOf(tokens, tokens.length - 1);
    }

    /** The answer to each question, {@link TauGpt#UNSCORED} elsewhere. */
    int[] targets() {
        int[] targets = new int[distances.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = distances[i] > 0 ? tokens[i + 1] : TauGpt.UNSCORED;
        }
        return targets;
    }
}
