package io.tauspark.model.torch;

import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.MemoryConfig.Use;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import io.tauspark.model.TermSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Models that between them use every kind of attention and every setting of it. */
record Variant(String name, ModelConfig model) {

    static Stream<Variant> all() {
        List<Variant> all = new ArrayList<>();
        for (AttentionKind kind : AttentionKind.values()) {
            for (KeyWeight keyWeight : KeyWeight.values()) {
                all.add(new Variant(kind + " with key weight " + keyWeight, SampleModel.shape(kind, keyWeight)));
            }
        }
        for (AttentionKind kind : List.of(AttentionKind.TAU, AttentionKind.GRID)) {
            ModelConfig plain = SampleModel.shape(kind, KeyWeight.LEARNED);
            all.add(new Variant(kind + " turned", with(plain, lambda(Regime.KRON, true, null, null), 1, 3)));
            all.add(new Variant(kind + " fixed", with(plain, lambda(Regime.KRON, false, 0.3, 0.7), 1, 3)));
            all.add(new Variant(kind + " native", with(plain, lambda(Regime.NATIVE, false, null, null), 1, 1)));
            all.add(new Variant(kind + " projected", with(plain, lambda(Regime.PROJECTED, false, null, null), 1, 3)));
            all.add(new Variant(
                    kind + " projected without key weight",
                    with(SampleModel.shape(kind, KeyWeight.NONE), lambda(Regime.PROJECTED, true, null, null), 3, 3)));
        }
        for (AttentionKind kind : AttentionKind.values()) {
            ModelConfig plain = SampleModel.shape(kind, KeyWeight.LEARNED);
            all.add(new Variant(kind + " with one key head", with(plain, plain.lambda(), 3, 3)));
            all.add(new Variant(kind + " with grouped keys", with(plain, plain.lambda(), 3, 6)));
        }
        all.addAll(pasts());
        ModelConfig tau = SampleModel.shape(AttentionKind.TAU, KeyWeight.LEARNED);
        all.add(new Variant("tied", tied(tau)));
        all.add(new Variant(
                "kinds by layer", mixed(tau, List.of(List.of(AttentionKind.GRID), List.of(AttentionKind.DOT)))));
        all.add(new Variant(
                "kinds by head",
                mixed(tau, List.of(List.of(AttentionKind.TAU, AttentionKind.DOT, AttentionKind.MEAN)))));
        all.add(new Variant(
                "a window by head",
                copy(
                        tau,
                        List.of(List.of(AttentionKind.TAU, AttentionKind.TAU, AttentionKind.LOCAL)),
                        tau.heads(),
                        1,
                        tau.lambda(),
                        SampleModel.PLAIN_PAST)));
        all.addAll(shortcuts());
        all.addAll(memories());
        return all.stream();
    }

    /** Biases of tokens and activation that spreads, with and without a bound of the logits, for tables of both kinds. */
    private static List<Variant> memories() {
        MemoryConfig.Spread spread = new MemoryConfig.Spread(MemoryConfig.Factors.LAPLACIAN, 5, TermSource.MEMORY);
        MemoryConfig bias = new MemoryConfig(List.of(Use.COUNTS), TermSource.MEMORY, spread);
        MemoryConfig activation = new MemoryConfig(List.of(Use.FEATURES, Use.SPREAD), TermSource.MEMORY, spread);
        MemoryConfig all = new MemoryConfig(List.of(Use.TERMS, Use.SPREAD), TermSource.MEMORY, spread);
        ModelConfig tau = SampleModel.shape(AttentionKind.TAU, KeyWeight.LEARNED);
        ModelConfig dot = SampleModel.shape(AttentionKind.DOT, KeyWeight.NONE);
        return List.of(
                new Variant("an output bias", with(tau, bias)),
                new Variant("an output bias on logits without a bound", with(tied(dot), bias)),
                new Variant("activation that spreads", with(tau, activation)),
                new Variant("activation that spreads with token vectors of a memory", with(tied(tau), all)),
                new Variant("activation that spreads beside dot products", with(dot, all)));
    }

    /** Streams that begin anew with the embedding, and values that belong to tokens, of every kind and of grouped keys. */
    private static List<Variant> shortcuts() {
        List<Variant> all = new ArrayList<>();
        for (AttentionKind kind : AttentionKind.values()) {
            ModelConfig plain = SampleModel.shape(kind, KeyWeight.LEARNED);
            all.add(new Variant(kind + " with shortcuts", with(plain, new ShortcutConfig(true, true))));
        }
        ModelConfig tau = SampleModel.shape(AttentionKind.TAU, KeyWeight.LEARNED);
        ModelConfig shared = with(tau, lambda(Regime.PROJECTED, false, null, null), 3, 6);
        all.add(new Variant("a shortcut of the stream alone", with(tied(tau), new ShortcutConfig(true, false))));
        all.add(new Variant("values of tokens with grouped keys", with(shared, new ShortcutConfig(false, true))));
        ModelConfig kinds = mixed(tau, List.of(List.of(AttentionKind.TAU, AttentionKind.DOT, AttentionKind.MEAN)));
        all.add(new Variant("shortcuts and kinds by head", with(kinds, new ShortcutConfig(true, true))));
        return all;
    }

    /** Keys that lag, biases of near keys within a block and beyond it, heads that do not forget, colder temperatures. */
    private static List<Variant> pasts() {
        PastConfig shorter = past(5, List.of(0, 2, 1));
        PastConfig longer = past(40, List.of(1));
        List<Variant> all = new ArrayList<>();
        for (AttentionKind kind : List.of(
                AttentionKind.TAU, AttentionKind.GRID, AttentionKind.DOT, AttentionKind.LOCAL, AttentionKind.MEAN)) {
            ModelConfig plain = SampleModel.shape(kind, KeyWeight.LEARNED);
            all.add(new Variant(kind + " with near bias", with(plain, shorter)));
            all.add(new Variant(
                    kind + " with long near bias and grouped keys", with(with(plain, plain.lambda(), 3, 6), longer)));
        }
        ModelConfig tau = SampleModel.shape(AttentionKind.TAU, KeyWeight.SLOPE);
        ModelConfig turned = with(tau, lambda(Regime.PROJECTED, true, null, null), 1, 3);
        all.add(new Variant("TAU delayed and turned", with(turned, past(0, List.of(0, 1)))));
        all.add(new Variant(
                "DOT delayed", with(SampleModel.shape(AttentionKind.DOT, KeyWeight.NONE), past(0, List.of(0, 1)))));
        LambdaConfig cold = new LambdaConfig(Regime.KRON, false, 0.004, null, 7, LaplacianSource.MEMORY, 0.001);
        all.add(new Variant("TAU cold", with(tau, cold, 1, 3)));
        all.add(new Variant("TAU cold with near bias", with(with(tau, cold, 1, 3), shorter)));
        return all;
    }

    private static PastConfig past(int near, List<Integer> delays) {
        return new PastConfig(
                new PastConfig.Delays(delays, delays, delays),
                List.of(AttentionKind.TAU),
                new PastConfig.NearBias(near, 3, Math.max(1, Math.min(near, 2))),
                35,
                List.of(true, false));
    }

    static ModelConfig with(ModelConfig model, PastConfig past) {
        return copy(model, model.attention(), model.heads(), model.queriesPerKey(), model.lambda(), past);
    }

    static ModelConfig with(ModelConfig model, ShortcutConfig shortcut) {
        return copy(
                model,
                model.attention(),
                model.heads(),
                model.queriesPerKey(),
                model.lambda(),
                model.past(),
                shortcut,
                model.memory());
    }

    static LambdaConfig lambda(Regime regime, boolean rope, @Nullable Double temperature, @Nullable Double tau) {
        return new LambdaConfig(
                regime, rope, temperature, tau, 7, LaplacianSource.MEMORY, LambdaConfig.PLAIN_TEMPERATURE);
    }

    static ModelConfig with(ModelConfig model, LambdaConfig lambda, int queriesPerKey, int heads) {
        HeadCounts counts = new HeadCounts(heads, heads, heads, heads, heads);
        return copy(model, model.attention(), counts, queriesPerKey, lambda, model.past());
    }

    private static ModelConfig mixed(ModelConfig model, List<List<AttentionKind>> attention) {
        return copy(model, attention, model.heads(), 1, model.lambda(), model.past());
    }

    /** The same model with other heads. */
    private static ModelConfig copy(
            ModelConfig model,
            List<List<AttentionKind>> attention,
            HeadCounts heads,
            int queriesPerKey,
            LambdaConfig lambda,
            PastConfig past) {
        return copy(model, attention, heads, queriesPerKey, lambda, past, model.shortcut(), model.memory());
    }

    static ModelConfig with(ModelConfig model, MemoryConfig memory) {
        return copy(
                model,
                model.attention(),
                model.heads(),
                model.queriesPerKey(),
                model.lambda(),
                model.past(),
                model.shortcut(),
                memory);
    }

    private static ModelConfig copy(
            ModelConfig model,
            List<List<AttentionKind>> attention,
            HeadCounts heads,
            int queriesPerKey,
            LambdaConfig lambda,
            PastConfig past,
            ShortcutConfig shortcut,
            MemoryConfig memory) {
        return new ModelConfig(
                model.vocabulary(),
                model.tied(),
                model.layers(),
                model.width(),
                model.mlp(),
                model.context(),
                model.dropout(),
                model.softcap(),
                attention,
                heads,
                queriesPerKey,
                model.keyWeight(),
                lambda,
                past,
                shortcut,
                memory);
    }

    static ModelConfig withContext(ModelConfig model, int context) {
        return with(model, model.layers(), context);
    }

    static ModelConfig with(ModelConfig model, int layers, int context) {
        return new ModelConfig(
                model.vocabulary(),
                model.tied(),
                layers,
                model.width(),
                model.mlp(),
                context,
                model.dropout(),
                model.softcap(),
                model.attention(),
                model.heads(),
                model.queriesPerKey(),
                model.keyWeight(),
                model.lambda(),
                model.past(),
                model.shortcut(),
                model.memory());
    }

    /** Output vectors that are the token vectors, an MLP of another width, and logits without a bound. */
    private static ModelConfig tied(ModelConfig model) {
        return new ModelConfig(
                model.vocabulary(),
                true,
                model.layers(),
                model.width(),
                3,
                model.context(),
                0,
                0,
                model.attention(),
                model.heads(),
                1,
                model.keyWeight(),
                model.lambda(),
                model.past(),
                model.shortcut(),
                model.memory());
    }

    @Override
    public String toString() {
        return name;
    }
}
