package io.tauspark.bench.decode;

import ai.djl.ndarray.NDManager;
import io.tauspark.bench.speed.Machine;
import io.tauspark.bench.speed.Subject;
import io.tauspark.decode.HeapModel;
import io.tauspark.decode.StateKind;
import io.tauspark.decode.TextPast;
import io.tauspark.decode.TokenPass;
import io.tauspark.decode.Weights;
import io.tauspark.generate.Decoding;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.torch.LayerSteps;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A model in plain Java whose past can be filled without passing a text through it. */
final class TimedModel {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final long SEED = 9;

    /** Tokens that pass through the model at once. */
    private static final int PIECE = 256;

    /** Pieces that differ; longer texts repeat them. */
    private static final int PIECES = 16;

    private final ModelConfig model;
    private final HeapModel numbers;
    private final TokenPass pass;
    /** What the layers take of each piece, [pieces, layers]. */
    private final List<float[][]> pieces = new ArrayList<>();

    private final Random random = new Random(SEED);

    private TimedModel(TauGpt gpt, Weights weights) {
        this.model = gpt.config();
        this.numbers = Decoding.heapModel(gpt, gpt.parameters());
        this.pass = new TokenPass(numbers, weights);
        LayerSteps steps = new LayerSteps(gpt);
        for (int piece = 0; piece < PIECES; piece++) {
            float[][] taken = new float[model.layers()][];
            steps.logits(ids(PIECE), piece * PIECE, new float[0], (layer, inputs) -> {
                taken[layer] = inputs;
                return new float[PIECE * model.width()];
            });
            pieces.add(taken);
        }
    }

    /** A model with fresh parameters. */
    static TimedModel of(Subject subject, Weights weights, int context) {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = Subject.open(subject.config(context), manager)) {
            gpt.calibrate(new int[][] {
                new Random(SEED).ints(PIECE, 0, gpt.config().vocabulary()).toArray()
            });
            return new TimedModel(gpt, weights);
        }
    }

    private int[] ids(int count) {
        return random.ints(count, 0, model.vocabulary()).toArray();
    }

    /**
     * The past of a text that is made up.
     *
     * @param tokens of it, a multiple of 256
     */
    TextPast past(StateKind kind, int tokens) {
        TextPast past = TextPast.of(numbers, kind, false);
        for (int piece = 0; piece < tokens / PIECE; piece++) {
            float[][] taken = pieces.get(piece % PIECES);
            for (int layer = 0; layer < taken.length; layer++) {
                past.layers().get(layer).append(taken[layer], PIECE);
            }
        }
        return past;
    }

    /**
     * Microseconds of a token, in the mean of some that are appended.
     *
     * @param before tokens of the past
     */
    double micros(TextPast past, int before, int tokens) {
        int[] ids = ids(tokens);
        float[] logits = new float[0];
        long start = Machine.threadNanos();
        for (int token = 0; token < tokens; token++) {
            logits = pass.logits(ids[token], before + token, past);
        }
        long end = Machine.threadNanos();
        if (Float.isNaN(logits[0])) {
            throw new IllegalStateException("the model gave what is no number: " + Arrays.toString(ids));
        }
        return (end - start) / NANOS_PER_MICRO / tokens;
    }
}
