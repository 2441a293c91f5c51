package io.tauspark.model;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The head groups of every layer, from the settings of a model. */
public final class AttentionStack {
    private AttentionStack() {}

    /** Groups by layer; the shares of one kind in a layer make one group, in the order in which kinds first appear. */
    public static List<List<HeadGroup>> of(ModelConfig model) {
        List<List<HeadGroup>> layers = new ArrayList<>();
        for (int layer = 0; layer < model.layers(); layer++) {
            List<AttentionKind> shares = shares(model.attention(), layer);
            List<HeadGroup> groups = new ArrayList<>();
            count(shares).forEach((kind, count) -> {
                int heads = model.heads().of(kind) * count / shares.size();
                int width = model.width() * count / shares.size() / heads;
                groups.add(HeadGroup.of(kind, heads, width, model));
            });
            layers.add(groups);
        }
        return layers;
    }

    /** The groups that compare λ, layer by layer. */
    public static List<HeadGroup> withLambda(ModelConfig model) {
        return of(model).stream()
                .flatMap(List::stream)
                .filter(HeadGroup::hasLambda)
                .toList();
    }

    /** Adds what keeps the settings from making a stack. */
    static void check(
            List<List<AttentionKind>> attention,
            int layers,
            int width,
            HeadCounts heads,
            int queriesPerKey,
            LambdaConfig lambda,
            PastConfig past,
            Problems problems) {
        boolean perLayer = attention.size() == 1 || attention.size() == layers;
        problems.check(
                perLayer && attention.stream().noneMatch(List::isEmpty),
                "attention",
                attention,
                "must name one kind, or a list of kinds for each of the " + layers + " layers");
        if (!perLayer) {
            return;
        }
        for (List<AttentionKind> shares : attention.stream().distinct().toList()) {
            count(shares).forEach((kind, count) -> {
                int all = heads.of(kind);
                String key = HeadCounts.key(kind);
                boolean whole = all * count % shares.size() == 0 && width * count % shares.size() == 0;
                problems.check(
                        whole,
                        key,
                        all,
                        "and width = " + width + " must give whole heads to " + count + " of " + shares.size()
                                + " shares of a layer");
                if (!whole) {
                    return;
                }
                problems.check(
                        kind != AttentionKind.GRID || lambda.leastTemperature() >= LambdaConfig.PLAIN_TEMPERATURE,
                        "model.lambda.least-temperature",
                        lambda.leastTemperature(),
                        "must be at least " + LambdaConfig.PLAIN_TEMPERATURE
                                + " with grid attention, whose weights would underflow; only tau may be colder");
                int mine = all * count / shares.size();
                int space = width * count / shares.size();
                problems.check(
                        kind != AttentionKind.LOCAL || past.window() >= 1,
                        "model.past.window",
                        past.window(),
                        "must be at least 1 with local attention");
                boolean turns = kind.comparesVectors()
                        || kind == AttentionKind.REFERENCE
                        || (kind.hasLambda() && lambda.rope());
                problems.check(
                        space % mine == 0 && space / mine >= 2,
                        "model.width",
                        width,
                        "must be a multiple of " + key + " = " + all + ", at least 2 features for each");
                problems.check(
                        space % mine != 0 || !turns || space / mine % 2 == 0,
                        key,
                        all,
                        "must leave an even number of features to a head, since positions turn them in pairs");
                problems.check(
                        mine % queriesPerKey == 0,
                        "model.queries-per-key",
                        queriesPerKey,
                        "must divide the " + mine + " " + Settings.spelling(kind) + " heads of a layer");
            });
        }
    }

    private static List<AttentionKind> shares(List<List<AttentionKind>> attention, int layer) {
        return attention.get(attention.size() == 1 ? 0 : layer);
    }

    private static Map<AttentionKind, Integer> count(List<AttentionKind> shares) {
        Map<AttentionKind, Integer> counts = new LinkedHashMap<>();
        shares.forEach(kind -> counts.merge(kind, 1, Integer::sum));
        return counts;
    }
}
