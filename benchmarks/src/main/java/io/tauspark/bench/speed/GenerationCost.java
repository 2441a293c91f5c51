package io.tauspark.bench.speed;

import ai.djl.ndarray.NDManager;
import io.tauspark.decode.StateKind;
import io.tauspark.generate.Decoding;
import io.tauspark.generate.GrowingText;
import io.tauspark.model.torch.Continuation;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The time of one generated token, in milliseconds.
 *
 * @param kept with what attention reads of the tokens before it kept in states
 * @param tensors with it kept in tensors, and PyTorch for the attention
 * @param full with a pass over all of them
 */
record GenerationCost(double kept, double tensors, double full) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long SEED = 9;

    /** Tokens whose mean is one measurement. */
    private static final int TOKENS = 8;

    /** Tokens after which Java's compiler has made of its part what it will be. */
    private static final int WARM_UP = 96;

    /** How much faster a token is. */
    double ratio() {
        return full / kept;
    }

    /**
     * Measures.
     *
     * @param before tokens of the text, the context of the model at the same time
     * @param rounds as many results, the two in turns
     */
    static List<GenerationCost> measure(Subject subject, int before, int threads, int rounds) {
        TrainConfig config = subject.config(before + (rounds + 1) * TOKENS + WARM_UP);
        int[] ids =
                new Random(SEED).ints(before, 0, config.model().vocabulary()).toArray();
        try (NDManager manager = TorchEngine.open(threads);
                TauGpt gpt = Subject.open(config, manager);
                Continuation tensors = new Continuation(gpt)) {
            gpt.calibrate(new int[][] {ids});
            GrowingText text = new Decoding(gpt, StateKind.AUTO).begin();
            text.append(ids);
            tensors.append(ids);
            GrowingText first = text.copy();
            for (int token = 0; token < WARM_UP; token++) {
                first.append(ids[token % ids.length]);
            }
            once(gpt, text, tensors, ids);
            List<GenerationCost> results = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                results.add(once(gpt, text, tensors, ids));
            }
            return results;
        }
    }

    private static GenerationCost once(TauGpt gpt, GrowingText text, Continuation tensors, int[] ids) {
        long start = System.nanoTime();
        for (int token = 0; token < TOKENS; token++) {
            text.append(ids[token]);
        }
        long afterStates = System.nanoTime();
        for (int token = 0; token < TOKENS; token++) {
            tensors.append(ids[token]);
        }
        long afterTensors = System.nanoTime();
        gpt.nextLogits(ids);
        long end = System.nanoTime();
        return new GenerationCost(
                (afterStates - start) / NANOS_PER_MILLI / TOKENS,
                (afterTensors - afterStates) / NANOS_PER_MILLI / TOKENS,
                (end - afterTensors) / NANOS_PER_MILLI);
    }
}
