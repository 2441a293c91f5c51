package io.tauspark.bench.recall;

import io.tauspark.model.torch.TauGpt;

/**
 * A sequence with questions.
 *
 * @param inputs ids; where they are a multiple of the targets, that many stand at each place
 * @param targets the answer to the question at each input, {@link TauGpt#UNSCORED} where there is none
 * @param distances for each input, how far back the cue that it repeats is; 0 for inputs that ask nothing
 */
record RecallSequence(int[] inputs, int[] targets, int[] distances) {}
