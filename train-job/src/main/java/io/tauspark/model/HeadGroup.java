package io.tauspark.model;

import io.tauspark.config.Settings;
import java.util.List;
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
 * @param leastTemperature the least that a learned temperature of λ may be
 * @param delays tokens by which the keys of each key head lag behind their values
 * @param equalStart whether W_k starts as a copy of W_q
 * @param near tokens that have a bias of their own; 0 for none
 * @param window tokens that a query sees, itself among them; 0 for all
 * @param forgets whether each key head has a forget gate, if key weights are learned
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
        Regime regime,
        double leastTemperature,
        List<Integer> delays,
        boolean equalStart,
        int near,
        int window,
        List<Boolean> forgets) {

    /** A group as the model's settings want its kind. */
    static HeadGroup of(AttentionKind kind, int heads, int width, ModelConfig model) {
        int keyHeads = heads / model.queriesPerKey();
        LambdaConfig lambda = model.lambda();
        PastConfig past = model.past();
        boolean dot = kind.comparesVectors();
        int window = kind == AttentionKind.LOCAL ? past.window() : 0;
        boolean reference = kind == AttentionKind.REFERENCE;
        boolean scalar = kind.hasLambda() && !reference;
        return new HeadGroup(
                kind,
                heads,
                keyHeads,
                width,
                reference ? KeyWeight.NONE : model.keyWeight(),
                dot || reference || (scalar && lambda.rope()),
                dot || reference,
                reference,
                scalar ? lambda.temperature() : published(reference),
                scalar ? lambda.tau() : published(reference),
                kind.hasLambda() ? lambda.regime() : Regime.KRON,
                lambda.leastTemperature(),
                past.delays(kind, keyHeads),
                past.equalStart().contains(kind),
                near(reference ? 0 : past.near().tokens(), window),
                window,
                past.forgets(keyHeads));
    }

    /** Tokens with a bias, all of which a query must see. */
    private static int near(int tokens, int window) {
        return window == 0 ? tokens : Math.min(tokens, window);
    }

    /** τ and temperature of tauformer. */
    private static @Nullable Double published(boolean reference) {
        return reference ? 1.0 : null;
    }

    public boolean hasLambda() {
        return kind.hasLambda();
    }

    public boolean learnsTemperature() {
        return kind != AttentionKind.MEAN && temperature == null;
    }

    /** Whether a temperature may be so low that weights must be told relative to that of the nearest key. */
    public boolean cold() {
        return kind == AttentionKind.TAU
                && Math.min(leastTemperature, temperature == null ? 1 : temperature) < LambdaConfig.PLAIN_TEMPERATURE;
    }

    /** Whether the keys of any head lag behind their values. */
    public boolean delayed() {
        return delays.stream().anyMatch(delay -> delay > 0);
    }

    /** Whether heads have forget gates, but some of them not. */
    public boolean forgetsPartly() {
        return keyWeight == KeyWeight.LEARNED && forgets.contains(false);
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
