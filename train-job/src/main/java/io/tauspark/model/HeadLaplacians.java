package io.tauspark.model;

import io.tauspark.config.InvalidInput;
import io.tauspark.memory.KronReduction;
import io.tauspark.memory.Laplacian;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The memory's Laplacian as the heads of a model see it: a fixed part of the model, dense.
 *
 * @param features of the memory; 0 for a model whose attention needs none
 * @param stacks matrices by name, each [n, D, D] row-major; groups of equal shape share one
 */
public record HeadLaplacians(int features, Map<String, Stack> stacks) implements Serializable {
    private static final String WHOLE = "memory";

    /**
     * Matrices of one size.
     *
     * @param count n, one for each key head, or 1 for all of them
     * @param size D
     * @param values [n · D · D]
     */
    public record Stack(int count, int size, double[] values) implements Serializable {}

    public HeadLaplacians {
        stacks = new LinkedHashMap<>(stacks);
    }

    /** None, for attention without λ. */
    public static HeadLaplacians none() {
        return new HeadLaplacians(0, Map.of());
    }

    /** The Laplacians of heads that see no memory: of the path through as many features as they need. */
    static HeadLaplacians path(ModelConfig model) {
        if (!model.hasLambda()) {
            return none();
        }
        HeadGroup first = AttentionStack.withLambda(model).get(0);
        int features = first.regime() == Regime.NATIVE ? first.width() : model.width();
        return of(FeatureEdges.path(features).laplacian(), model);
    }

    /**
     * The Laplacians that a model's heads see of a memory, or of the control that {@code model.lambda.laplacian} puts
     * in its place.
     *
     * @throws InvalidInput if the memory has too few features for the heads, or not their width in the regime native
     */
    public static HeadLaplacians of(Laplacian laplacian, ModelConfig model) {
        Laplacian seen = model.lambda().laplacian().of(laplacian);
        Map<String, Stack> stacks = new LinkedHashMap<>();
        for (HeadGroup group : AttentionStack.withLambda(model)) {
            stacks.computeIfAbsent(name(group), name -> stack(seen, group));
        }
        return new HeadLaplacians(laplacian.size(), stacks);
    }

    /** The name of the stack that a group uses. */
    public static String name(HeadGroup group) {
        return group.regime() == Regime.KRON ? "kron." + group.keyHeads() + "x" + group.width() : WHOLE;
    }

    private static Stack stack(Laplacian laplacian, HeadGroup group) {
        if (group.regime() == Regime.KRON) {
            List<double[]> reduced = KronReduction.headLaplacians(laplacian, group.keyHeads(), group.width());
            double[] values = reduced.stream().flatMapToDouble(Arrays::stream).toArray();
            return new Stack(group.keyHeads(), group.width(), values);
        }
        int features = laplacian.size();
        if (group.regime() == Regime.NATIVE && group.width() != features) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "model.lambda.regime = native needs heads as wide as the memory: a %s head has %d features, the"
                            + " memory %d; set model.heads.%s = model.width / %d, or another regime",
                    group.name(),
                    group.width(),
                    features,
                    group.name(),
                    features));
        }
        double[] values = new double[features * features];
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < features; j++) {
                values[i * features + j] = laplacian.at(i, j);
            }
        }
        return new Stack(1, features, values);
    }
}
