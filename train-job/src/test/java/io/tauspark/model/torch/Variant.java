package io.tauspark.model.torch;

import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.Regime;
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
        ModelConfig tau = SampleModel.shape(AttentionKind.TAU, KeyWeight.LEARNED);
        all.add(new Variant("tied", tied(tau)));
        all.add(new Variant(
                "kinds by layer", mixed(tau, List.of(List.of(AttentionKind.GRID), List.of(AttentionKind.DOT)))));
        all.add(new Variant(
                "kinds by head",
                mixed(tau, List.of(List.of(AttentionKind.TAU, AttentionKind.DOT, AttentionKind.MEAN)))));
        return all.stream();
    }

    static LambdaConfig lambda(Regime regime, boolean rope, @Nullable Double temperature, @Nullable Double tau) {
        return new LambdaConfig(regime, rope, temperature, tau, 7, LaplacianSource.MEMORY);
    }

    static ModelConfig with(ModelConfig model, LambdaConfig lambda, int queriesPerKey, int heads) {
        return new ModelConfig(
                model.vocabulary(),
                model.tied(),
                model.layers(),
                model.width(),
                model.mlp(),
                model.context(),
                model.dropout(),
                model.softcap(),
                model.attention(),
                new HeadCounts(heads, heads, heads, heads, heads),
                queriesPerKey,
                model.keyWeight(),
                lambda);
    }

    private static ModelConfig mixed(ModelConfig model, List<List<AttentionKind>> attention) {
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
                model.heads(),
                1,
                model.keyWeight(),
                model.lambda());
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
                model.lambda());
    }

    @Override
    public String toString() {
        return name;
    }
}
