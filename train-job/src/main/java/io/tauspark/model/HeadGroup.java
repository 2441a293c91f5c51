package io.tauspark.model;

import io.tauspark.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The heads of one layer that share one kind of attention, and how they attend.
 *
 * @param kind of attention
 * @param heads query heads H
 * @param keyHeads key and value heads K; each serves H / K query heads
 * @param width features of a head, D
 * @param keyWeight source of the log-weight of each key
 * @param rotate whether queries and keys turn with their position (RoPE)
 * @param normalise whether queries and keys are normalised
 * @param clamp whether queries, keys and values are cut at ±5
 * @param temperature fixed temperature, or null if each head learns one
 * @param tau fixed τ, or null for calibration
 * @param regime how heads with λ see the memory
 */
public record HeadGroup(
        AttentionKind kind,
        int heads,
        int keyHeads,
        int width,
        KeyWeight keyWeight,
        boolean rotate,
        boolean normalise,
        boolean clamp,
        @Nullable Double temperature,
        @Nullable Double tau,
        Regime regime) {

    /** A group as the model's settings want its kind. */
    static HeadGroup of(AttentionKind kind, int heads, int width, ModelConfig model) {
        int keyHeads = heads / model.queriesPerKey();
        LambdaConfig lambda = model.lambda();
        KeyWeight weight = model.keyWeight();
        return switch (kind) {
            case TAU, GRID ->
                new HeadGroup(
                        kind,
                        heads,
                        keyHeads,
                        width,
                        weight,
                        lambda.rope(),
                        false,
                        false,
                        lambda.temperature(),
                        lambda.tau(),
                        lambda.regime());
            case DOT -> new HeadGroup(kind, heads, keyHeads, width, weight, true, true, false, null, null, Regime.KRON);
            case MEAN ->
                new HeadGroup(kind, heads, keyHeads, width, weight, false, false, false, null, null, Regime.KRON);
            case REFERENCE ->
                new HeadGroup(
                        kind, heads, keyHeads, width, KeyWeight.NONE, true, true, true, 1.0, 1.0, lambda.regime());
        };
    }

    public boolean hasLambda() {
        return kind.hasLambda();
    }

    public boolean learnsTemperature() {
        return kind != AttentionKind.MEAN && temperature == null;
    }

    public boolean projected() {
        return hasLambda() && regime == Regime.PROJECTED;
    }

    /** Heads whose rows the first matrix holds: queries, keys and values, or of the mean values alone. */
    int projections() {
        return kind == AttentionKind.MEAN ? keyHeads : heads + 2 * keyHeads;
    }

    /** The name of its parameters in a layer. */
    String name() {
        return Settings.spelling(kind);
    }
}
