package io.tauspark.model;

import io.tauspark.model.ParameterLayout.Kind;
import io.tauspark.model.ParameterLayout.Slot;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/**
 * The parameters that training starts from: token vectors N(0, 1), weights and tied token vectors N(0, 1/(4 C)) as in
 * tauformer, and zero for whatever writes into the residual stream or weighs keys, so that a new model predicts from the
 * last token alone and every layer grows from there. Only the near bias has a start other than zero: for one distance of
 * each head.
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

    /** Activation stays with probability 0.88 from one token to the next, which is about eight tokens. */
    private static final float SPREAD_ODDS = 2;

    private Initialisation() {}

    /** All parameters, in the order of the layout. */
    public static float[] parameters(ParameterLayout layout, ModelConfig model, TokenStart start, long seed) {
        float[] all = new float[Math.toIntExact(layout.size())];
        for (int i = 0; i < layout.slots().size(); i++) {
            Slot slot = layout.slots().get(i);
            float[] values = of(slot, model, start, seed(seed, i));
            System.arraycopy(values, 0, all, Math.toIntExact(slot.offset()), values.length);
        }
        return all;
    }

    /** The seed of the parameter of a number. */
    public static long seed(long seed, int parameter) {
        return Seeds.of(seed, "parameter", parameter);
    }

    /**
     * Values of one parameter, row-major.
     *
     * @param start what a memory gives the tokens, input and output vectors alike
     */
    public static float[] of(Slot slot, ModelConfig model, TokenStart start, long seed) {
        boolean table =
                slot.name().equals(ParameterLayout.EMBEDDING) || slot.name().equals(ParameterLayout.HEAD);
        if (table && model.memory().terms()) {
            return start.vectors(seed);
        }
        return slot.name().equals(ParameterLayout.OUTPUT_BIAS) ? start.bias() : of(slot, model, seed);
    }

    private static float[] of(Slot slot, ModelConfig model, long seed) {
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
            copyQueries(values, slot, model);
        } else if (name.endsWith(".shortcut")) {
            // The stream as it is, and nothing of the embedding.
            values[0] = 1;
        } else if (name.endsWith(".forget_bias")) {
            perHead(values, head -> forgetBias(head, heads));
        } else if (name.endsWith(".log_slope")) {
            perHead(values, head -> logSlope(head, heads));
        } else if (name.endsWith(ParameterLayout.NEAR_BIAS)) {
            ladder(values, slot, model.past().near());
        } else if (name.equals(ParameterLayout.SPREAD_ODDS)) {
            values[0] = SPREAD_ODDS;
        } else if (name.equals(ParameterLayout.SPREAD_WEIGHTS)) {
            double start = model.memory().spread().factors().start();
            perHead(values, factor -> start);
        }
        return values;
    }

    /**
     * Copies W_q of the first query head that a key head serves to its W_k, if the group of a matrix starts so: equal
     * tokens then have equal λ in every head from the first step on, and a colder temperature pays at once.
     */
    private static void copyQueries(float[] values, Slot slot, ModelConfig model) {
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        for (int layer = 0; layer < stack.size(); layer++) {
            for (HeadGroup group : stack.get(layer)) {
                String matrix = ParameterLayout.prefix(layer, group) + ParameterLayout.QUERIES_KEYS_VALUES;
                if (group.equalStart() && slot.name().equals(matrix)) {
                    int size = group.width() * model.width();
                    for (int key = 0; key < group.keyHeads(); key++) {
                        int query = key * group.heads() / group.keyHeads();
                        System.arraycopy(values, query * size, values, (group.heads() + key) * size, size);
                    }
                }
            }
        }
    }

    /** A bias for one distance of each head, [heads, tokens]. */
    private static void ladder(float[] values, Slot slot, PastConfig.NearBias near) {
        int tokens = Math.toIntExact(slot.shape().get(1));
        for (int head = 0; head * tokens < values.length; head++) {
            values[head * tokens + head % near.rungs()] = (float) near.start();
        }
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
