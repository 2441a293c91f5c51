package io.tauspark.model;

import io.tauspark.model.ParameterLayout.Kind;
import io.tauspark.model.ParameterLayout.Slot;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/**
 * The parameters that training starts from: token vectors N(0, 1), weights and tied token vectors N(0, 1/(4 C)) as in
 * tauformer, and
 * zero for whatever writes into the residual stream or weighs keys, so that a new model predicts from the last token
 * alone and every layer grows from there.
 *
 * <p>{@link Random} because its sequence is specified: the same seed gives the same model on every JVM.
 */
public final class Initialisation {
    private static final double WEIGHT_DEVIATION = 0.5;

    /** Forget gates from sigmoid(2), about 8 tokens, to sigmoid(6), about 400. */
    private static final double SHORTEST_MEMORY = 2;

    private static final double LONGEST_MEMORY = 6;

    /** Recency slopes 2^(-8/H) … 2^-8 as in ALiBi (Press et al. 2022), which wants at least four heads. */
    private static final double ALIBI_OCTAVES = 8;

    private static final int ALIBI_LEAST_HEADS = 4;

    private Initialisation() {}

    /** Values of one parameter, row-major. */
    public static float[] of(Slot slot, ModelConfig model, long seed) {
        float[] values = new float[Math.toIntExact(slot.size())];
        String name = slot.name();
        int heads = values.length;
        if (name.equals(ParameterLayout.EMBEDDING) && !model.tied()) {
            gaussian(values, 1, seed);
        } else if (name.endsWith(".projection.weight")) {
            // Rows of unit length on average, so that a head's energies are of the size of the memory's.
            gaussian(values, 1 / Math.sqrt(slot.shape().get(2)), seed);
        } else if (name.endsWith(".qkv.weight")
                || name.endsWith(".value.weight")
                || name.endsWith(".up.weight")
                || slot.kind() == Kind.EMBEDDING) {
            gaussian(values, WEIGHT_DEVIATION / Math.sqrt(model.width()), seed);
        } else if (name.endsWith(".forget_bias")) {
            perHead(values, head -> forgetBias(head, heads));
        } else if (name.endsWith(".log_slope")) {
            perHead(values, head -> logSlope(head, heads));
        }
        return values;
    }

    private static void gaussian(float[] values, double deviation, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
    }

    private static void perHead(float[] values, IntToDoubleFunction value) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) value.applyAsDouble(i);
        }
    }

    private static double forgetBias(int head, int heads) {
        double share = heads == 1 ? 0.5 : (double) head / (heads - 1);
        return SHORTEST_MEMORY + share * (LONGEST_MEMORY - SHORTEST_MEMORY);
    }

    private static double logSlope(int head, int heads) {
        return -ALIBI_OCTAVES * (head + 1) / Math.max(heads, ALIBI_LEAST_HEADS) * Math.log(2);
    }
}
