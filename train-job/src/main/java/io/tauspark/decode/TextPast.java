package io.tauspark.decode;

import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What all layers of a model remember of a text.
 *
 * @param layers from the first to the last
 */
public record TextPast(List<LayerPast> layers) {
    public TextPast {
        layers = List.copyOf(layers);
    }

    /**
     * Nothing yet.
     *
     * @param kind of the states of {@code tau} attention
     * @param temperatures of all query heads, layer by layer
     * @param parameters flat, in the order of the layout
     * @param part whether the text is a part of another, after its beginning, and will be added to what comes before
     */
    public static TextPast of(
            ModelConfig model,
            StateKind kind,
            double[] temperatures,
            ParameterLayout layout,
            float[] parameters,
            boolean part) {
        List<LayerPast> layers = new ArrayList<>();
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        int head = 0;
        for (int layer = 0; layer < stack.size(); layer++) {
            List<GroupPast> groups = new ArrayList<>();
            for (HeadGroup group : stack.get(layer)) {
                double[] own = Arrays.copyOfRange(temperatures, head, head + group.heads());
                float[][] bias = bias(layer, group, layout, parameters);
                groups.add(GroupPast.of(group, model, kind.of(model), own, bias, part));
                head += group.heads();
            }
            layers.add(new LayerPast(model.width(), groups));
        }
        return new TextPast(layers);
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

    /** Writes what is remembered. */
    public void save(StateTensors to) {
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).save(to.at("layer." + layer));
        }
    }

    /** Remembers what was written, and nothing else. */
    public void load(StateTensors from) {
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).load(from.at("layer." + layer));
        }
    }

    /** Bytes of what is remembered. */
    public long bytes() {
        return layers.stream().mapToLong(LayerPast::bytes).sum();
    }

    /** The same past once more, which goes on by itself. */
    public TextPast copy() {
        return new TextPast(layers.stream().map(LayerPast::copy).toList());
    }
}
