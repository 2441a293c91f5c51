package io.tauspark.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One query head of a model, and where to find what is observed of it.
 *
 * @param number among the query heads of all layers
 * @param layer its layer
 * @param kind of its attention
 * @param delay tokens by which its keys lag behind their values
 * @param lambda where its λ are counted; null for a kind without
 * @param projections its W_q and W_k; null for the mean, which has neither
 */
public record QueryHead(
        int number,
        int layer,
        AttentionKind kind,
        int delay,
        @Nullable Lambda lambda,
        @Nullable Projections projections) {

    /**
     * Rows of {@code LambdaCounts}: those of each group's queries, then those of its keys, in the order of groups.
     *
     * @param queries row of the head
     * @param keys row of the key head that serves it, maybe others too
     * @param tau number of the key head among {@code TauGpt.tau}
     */
    public record Lambda(int queries, int keys, int tau) {}

    /**
     * Parts of the flat parameters, in which a head's weights are contiguous.
     *
     * @param queries first parameter of W_q
     * @param keys first parameter of W_k of the key head that serves it, maybe others too
     * @param size of either
     */
    public record Projections(int queries, int keys, int size) {}

    /**
     * The query heads of a model, layer by layer, in the order in which their results stand side by side.
     *
     * @param features of the memory, for heads that are projected onto them; 0 if there are none
     */
    public static List<QueryHead> of(ModelConfig model, int features) {
        ParameterLayout layout = ParameterLayout.of(model, features);
        List<QueryHead> heads = new ArrayList<>();
        int row = 0;
        int tau = 0;
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        for (int layer = 0; layer < stack.size(); layer++) {
            for (HeadGroup group : stack.get(layer)) {
                for (int head = 0; head < group.heads(); head++) {
                    int key = head * group.keyHeads() / group.heads();
                    Lambda lambda =
                            group.hasLambda() ? new Lambda(row + head, row + group.heads() + key, tau + key) : null;
                    heads.add(new QueryHead(
                            heads.size(),
                            layer,
                            group.kind(),
                            group.delays().get(key),
                            lambda,
                            projections(layer, group, head, key, model, layout)));
                }
                row += group.hasLambda() ? group.heads() + group.keyHeads() : 0;
                tau += group.hasLambda() ? group.keyHeads() : 0;
            }
        }
        return List.copyOf(heads);
    }

    private static @Nullable Projections projections(
            int layer, HeadGroup group, int head, int key, ModelConfig model, ParameterLayout layout) {
        if (group.kind() == AttentionKind.MEAN) {
            return null;
        }
        int start =
                Math.toIntExact(layout.slot(ParameterLayout.prefix(layer, group) + ParameterLayout.QUERIES_KEYS_VALUES)
                        .offset());
        int size = group.width() * model.width();
        return new Projections(start + head * size, start + (group.heads() + key) * size, size);
    }
}
