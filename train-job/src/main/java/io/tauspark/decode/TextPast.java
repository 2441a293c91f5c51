package io.tauspark.decode;

import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model remembers of a text.
 *
 * @param layers from the first to the last
 * @param activation that its tokens have spread
 */
public record TextPast(List<LayerPast> layers, Activation activation) {
    public TextPast {
        layers = List.copyOf(layers);
    }

    /**
     * Nothing yet.
     *
     * @param kind of the states of {@code tau} attention
     * @param part whether the text is a part of another, after its beginning, and will be added to what comes before
     */
    public static TextPast of(HeapModel model, StateKind kind, boolean part) {
        List<LayerPast> layers = new ArrayList<>();
        List<List<HeadGroup>> stack = AttentionStack.of(model.config());
        int head = 0;
        for (int layer = 0; layer < stack.size(); layer++) {
            List<GroupPast> groups = new ArrayList<>();
            for (HeadGroup group : stack.get(layer)) {
                double[] own = Arrays.copyOfRange(model.temperatures(), head, head + group.heads());
                groups.add(GroupPast.of(
                        group, model.config(), kind.of(model.config()), own, bias(layer, group, model), part));
                head += group.heads();
            }
            layers.add(new LayerPast(model.config().width(), groups));
        }
        return new TextPast(layers, Activation.of(model));
    }

    /** The near bias of a group's query heads by distance. */
    private static float[][] bias(int layer, HeadGroup group, HeapModel model) {
        float[][] bias = new float[group.heads()][0];
        if (group.near() > 0) {
            Matrix matrix = model.layout()
                    .slot(ParameterLayout.prefix(layer, group) + ParameterLayout.NEAR_BIAS)
                    .matrix();
            Arrays.setAll(bias, head -> matrix.row(model.parameters(), head));
        }
        return bias;
    }

    /** Writes what is remembered. */
    public void save(StateTensors to) {
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).save(to.at("layer." + layer));
        }
        activation.save(to.at("activation"));
    }

    /** Remembers what was written, and nothing else. */
    public void load(StateTensors from) {
        for (int layer = 0; layer < layers.size(); layer++) {
            layers.get(layer).load(from.at("layer." + layer));
        }
        activation.load(from.at("activation"));
    }

    /** Bytes of what is remembered. */
    public long bytes() {
        return layers.stream().mapToLong(LayerPast::bytes).sum() + activation.bytes();
    }

    /** The same past once more, which goes on by itself. */
    public TextPast copy() {
        return new TextPast(layers.stream().map(LayerPast::copy).toList(), activation.copy());
    }
}
