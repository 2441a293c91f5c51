package io.tauspark.decode;

import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What all layers of a model remember of a text. */
public final class TextPast {
    private final int width;
    /** By layer. */
    private final List<List<GroupPast>> layers;

    private TextPast(int width, List<List<GroupPast>> layers) {
        this.width = width;
        this.layers = layers;
    }

    /**
     * Nothing yet.
     *
     * @param kind of the states of {@code tau} attention
     * @param temperatures of all query heads, layer by layer
     * @param parameters flat, in the order of the layout
     */
    public static TextPast of(
            ModelConfig model, StateKind kind, double[] temperatures, ParameterLayout layout, float[] parameters) {
        List<List<GroupPast>> layers = new ArrayList<>();
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        int head = 0;
        for (int layer = 0; layer < stack.size(); layer++) {
            List<GroupPast> groups = new ArrayList<>();
            for (HeadGroup group : stack.get(layer)) {
                double[] own = Arrays.copyOfRange(temperatures, head, head + group.heads());
                float[][] bias = bias(layer, group, layout, parameters);
                groups.add(GroupPast.of(group, model, kind.of(model), own, bias));
                head += group.heads();
            }
            layers.add(groups);
        }
        return new TextPast(model.width(), layers);
    }

    /** The near bias of a group's query heads by distance. */
    private static float[][] bias(int layer, HeadGroup group, ParameterLayout layout, float[] parameters) {
        float[][] bias = new float[group.heads()][group.near()];
        if (group.near() > 0) {
            String name = ParameterLayout.prefix(layer, group) + ParameterLayout.NEAR_BIAS;
            int at = Math.toIntExact(layout.slot(name).offset());
            for (int head = 0; head < bias.length; head++) {
                System.arraycopy(parameters, at + head * group.near(), bias[head], 0, group.near());
            }
        }
        return bias;
    }

    /**
     * Takes the next tokens.
     *
     * @param inputs of the layer's groups, one after the other, as {@link GroupPast#attend} wants them
     * @return results of all heads, [tokens, C]
     */
    public float[] attend(int layer, float[] inputs, int tokens) {
        float[] results = new float[tokens * width];
        int from = 0;
        int column = 0;
        for (GroupPast past : layers.get(layer)) {
            past.attend(inputs, from, tokens, results, width, column);
            from += past.inputs() * tokens;
            column += past.results();
        }
        return results;
    }

    /** Bytes of what is remembered. */
    public long bytes() {
        return layers.stream().flatMap(List::stream).mapToLong(GroupPast::bytes).sum();
    }

    /** The same past once more, which goes on by itself. */
    public TextPast copy() {
        return new TextPast(
                width,
                layers.stream()
                        .map(layer -> layer.stream().map(GroupPast::copy).toList())
                        .toList());
    }
}
