package io.tauspark.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.typesafe.config.Config;
import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The shape of a TauGPT.
 *
 * @param vocabulary number of token ids, at least the tokenizer's
 * @param tied whether output vectors are the token vectors
 * @param layers transformer layers
 * @param width hidden size C
 * @param mlp width of the MLP's hidden layer, as a multiple of C
 * @param context tokens of a training window, and the most that generation looks back
 * @param dropout share of the embedding and of what each half-layer adds that is dropped in training
 * @param softcap bound of the output logits, cap·tanh(z / cap); 0 for none
 * @param attention kinds of attention of each layer: one list for all layers, or one for each; each entry of a list is
 *     an equal share of the layer's width
 * @param heads query heads by kind
 * @param queriesPerKey query heads that share one key and value head: 1, or more for grouped or single keys (GQA, MQA)
 * @param keyWeight source of the log-weight of each key
 * @param lambda how queries and keys become scalars
 * @param past how heads tell the places of the past apart; plainly in models saved before there was a choice
 * @param shortcut ways by which tokens themselves reach the layers; none in models saved before there were any
 * @param memory what of a domain memory the model uses; its feature graph in models saved before there was a choice
 */
public record ModelConfig(
        int vocabulary,
        boolean tied,
        int layers,
        int width,
        int mlp,
        int context,
        double dropout,
        double softcap,
        List<List<AttentionKind>> attention,
        HeadCounts heads,
        int queriesPerKey,
        KeyWeight keyWeight,
        LambdaConfig lambda,
        @JsonProperty(required = false) PastConfig past,
        @JsonProperty(required = false) ShortcutConfig shortcut,
        @JsonProperty(required = false) MemoryConfig memory)
        implements Serializable {
    /** Above it, exp of a bounded logit times a vocabulary would come near the range of single precision. */
    private static final double LARGEST_SOFTCAP = 30;

    /** A million tokens of context, whose attention no machine computes. */
    private static final int LONGEST_CONTEXT = 1 << 20;

    /** Weights of a layer for queries, keys, values, output and the keys' own weights, in squares of the width. */
    private static final int MATRICES = 5;

    public ModelConfig {
        attention = attention.stream().map(List::copyOf).toList();
        past = Objects.requireNonNullElse(past, PastConfig.PLAIN);
        shortcut = Objects.requireNonNullElse(shortcut, ShortcutConfig.NONE);
        memory = Objects.requireNonNullElse(memory, MemoryConfig.PLAIN);
        boolean local = attention.stream().anyMatch(layer -> layer.contains(AttentionKind.LOCAL));
        // Models that differ in nothing that they use are the same.
        past = local ? past : past.windowless();
        Problems problems = new Problems()
                .check(vocabulary >= 2, "model.vocabulary", vocabulary, "must be at least 2")
                .check(layers >= 1, "model.layers", layers, "must be at least 1")
                .check(width >= 1, "model.width", width, "must be at least 1")
                .check(mlp >= 1, "model.mlp", mlp, "must be at least 1")
                .check(context >= 2, "model.context", context, "must be at least 2 tokens")
                .check(context <= LONGEST_CONTEXT, "model.context", context, "must be at most " + LONGEST_CONTEXT)
                .check(dropout >= 0 && dropout < 1, "model.dropout", dropout, "must lie in [0, 1)")
                .check(
                        softcap >= 0 && softcap <= LARGEST_SOFTCAP,
                        "model.softcap",
                        softcap,
                        "must be 0, for none, or at most " + LARGEST_SOFTCAP)
                .check(queriesPerKey >= 1, "model.queries-per-key", queriesPerKey, "must be at least 1");
        problems.throwIfAny();
        double parameters = parameters(vocabulary, tied, layers, width, mlp, past, shortcut);
        problems.check(
                parameters <= Integer.MAX_VALUE,
                "model.width",
                width,
                String.format(
                        Locale.ROOT,
                        "with model.layers = %d, model.mlp = %d and a vocabulary of %d makes up to %.3g parameters,"
                                + " and a model may have %d: lower one of them",
                        layers,
                        mlp,
                        vocabulary,
                        parameters,
                        Integer.MAX_VALUE));
        problems.throwIfAny();
        AttentionStack.check(attention, layers, width, heads, queriesPerKey, lambda, past, problems);
        problems.throwIfAny();
    }

    /**
     * Reads the section {@code model}, with the values of its preset for what is not set, and the key {@code attention}
     * beside it.
     *
     * @param presets values by the names that {@code model.preset} can take
     * @param tokens ids of the tokenizer
     */
    public static ModelConfig from(Settings settings, Config presets, int tokens) {
        return settings.group(bare -> {
            String preset = bare.choice("model.preset", names(presets));
            Settings filled = bare.filled(presets.getConfig(preset).atPath("model"));
            int vocabulary = filled.integer("model.vocabulary");
            new Problems()
                    .check(
                            vocabulary == 0 || vocabulary >= tokens,
                            "model.vocabulary",
                            vocabulary,
                            "must be 0, for the tokenizer's, or at least its number of tokens, " + tokens)
                    .throwIfAny();
            return RecordBinder.of(ModelConfig.class)
                    .under("model")
                    .with("vocabulary", keys -> vocabulary == 0 ? tokens : vocabulary)
                    .with("attention", keys -> keys.choices("attention", AttentionKind.class))
                    .apply(filled);
        });
    }

    /** Whether the tokens have values of their own in a layer. */
    public boolean hasTokenValues(int layer) {
        return shortcut.values() && (layers - 1 - layer) % 2 == 0;
    }

    /** Whether any head compares λ. */
    public boolean hasLambda() {
        return attention.stream().flatMap(List::stream).anyMatch(AttentionKind::hasLambda);
    }

    /** Whether the model cannot be made without a domain memory. */
    public boolean needsMemory() {
        return memory.knowsTokens() || (memory.features() && hasLambda());
    }

    /** The attention written in a line: {@code tau}, or {@code tau+dot} for mixed heads, commas between layers. */
    public String attentionName() {
        return attention.stream()
                .map(layer -> layer.stream()
                        .map(kind -> Settings.spelling(kind))
                        .distinct()
                        .collect(Collectors.joining("+")))
                .collect(Collectors.joining(","));
    }

    /** An upper bound of the number of parameters, which all lie in one array. */
    private static double parameters(
            int vocabulary, boolean tied, int layers, int width, int mlp, PastConfig past, ShortcutConfig shortcut) {
        double tables = (tied ? 1 : 2) + (shortcut.values() ? (layers + 1) / 2 : 0);
        double vectors = tables * vocabulary * width;
        double biases = (double) past.near().tokens() * layers * width;
        return vectors + (MATRICES + 2.0 * mlp) * layers * width * width + biases;
    }

    private static List<String> names(Config presets) {
        return presets.root().keySet().stream().sorted().toList();
    }
}
