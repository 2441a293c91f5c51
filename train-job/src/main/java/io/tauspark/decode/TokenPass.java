package io.tauspark.decode;

import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model for one token at a time, in plain Java. A matrix that meets one vector is read once, and nothing is
 * left for a library to be clever about; its calls alone cost more than all the arithmetic of a small model.
 */
public final class TokenPass {
    private final ModelConfig model;
    private final float[] parameters;
    private final Slot embedding;
    private final Linear head;
    /** What is added to the logit of each token; empty if nothing is. */
    private final float[] bias;

    private final List<Layer> layers = new ArrayList<>();

    /** Factors of stream and embedding, matrices and groups of a layer. */
    private record Layer(float[] shortcut, Linear out, Linear up, Linear down, List<GroupInputs> groups) {}

    /**
     * A model of parameters.
     *
     * @param parameters flat, in the order of {@link ParameterLayout}; must stay as they are
     * @param temperatures of all query heads, layer by layer
     * @param tau of all key heads with λ, layer by layer
     * @param weights what its matrices are kept in
     */
    public TokenPass(
            ModelConfig model,
            float[] parameters,
            double[] temperatures,
            float[] tau,
            HeadLaplacians laplacians,
            Weights weights) {
        this.model = model;
        ParameterLayout layout = ParameterLayout.of(model, laplacians.features());
        this.parameters = parameters;
        this.embedding = layout.slots().get(0);
        this.head = Linear.of(parameters, layout.slots().get(model.tied() ? 0 : 1), weights);
        this.bias = bias(layout, parameters);
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        int query = 0;
        int key = 0;
        for (int layer = 0; layer < stack.size(); layer++) {
            List<GroupInputs> groups = new ArrayList<>();
            for (HeadGroup group : stack.get(layer)) {
                int keys = group.hasLambda() ? group.keyHeads() : 0;
                groups.add(new GroupInputs(
                        model,
                        layer,
                        group,
                        layout,
                        parameters,
                        Arrays.copyOfRange(temperatures, query, query + group.heads()),
                        Arrays.copyOfRange(tau, key, key + keys),
                        laplacians,
                        weights));
                query += group.heads();
                key += keys;
            }
            // The three matrices follow each other.
            int out = layout.index("layers." + layer + ".out.weight");
            layers.add(new Layer(
                    shortcut(layout, layer, parameters),
                    Linear.of(parameters, layout.slots().get(out), weights),
                    Linear.of(parameters, layout.slots().get(out + 1), weights),
                    Linear.of(parameters, layout.slots().get(out + 2), weights),
                    groups));
        }
    }

    private static float[] bias(ParameterLayout layout, float[] parameters) {
        if (!layout.has(ParameterLayout.OUTPUT_BIAS)) {
            return new float[0];
        }
        Slot slot = layout.slot(ParameterLayout.OUTPUT_BIAS);
        int from = Math.toIntExact(slot.offset());
        return Arrays.copyOfRange(parameters, from, from + Math.toIntExact(slot.size()));
    }

    private float[] shortcut(ParameterLayout layout, int layer, float[] parameters) {
        if (!model.shortcut().stream()) {
            return new float[] {1, 0};
        }
        int at = Math.toIntExact(layout.slot(ParameterLayout.shortcut(layer)).offset());
        return Arrays.copyOfRange(parameters, at, at + 2);
    }

    /**
     * Passes a token through the model.
     *
     * @param position tokens before it
     * @param past of these, which takes the token
     * @return logits of the token after it, [vocabulary]
     */
    public float[] logits(int id, int position, TextPast past) {
        float[] start = Linear.row(parameters, embedding, id);
        float[] x = start.clone();
        for (int number = 0; number < layers.size(); number++) {
            Layer layer = layers.get(number);
            for (int i = 0; i < x.length; i++) {
                x[i] = x[i] * layer.shortcut[0] + start[i] * layer.shortcut[1];
            }
            float[] normed = Vectors.norm(x);
            float[] inputs =
                    new float[layer.groups.stream().mapToInt(GroupInputs::size).sum()];
            int from = 0;
            for (GroupInputs group : layer.groups) {
                group.write(normed, id, position, inputs, from);
                from += group.size();
            }
            Vectors.add(x, layer.out.times(past.layers().get(number).attend(inputs, 1, 1)));
            float[] hidden = layer.up.times(Vectors.norm(x));
            for (int i = 0; i < hidden.length; i++) {
                float positive = Math.max(0, hidden[i]);
                hidden[i] = positive * positive;
            }
            Vectors.add(x, layer.down.times(hidden));
        }
        float[] logits = bounded(head.times(Vectors.norm(x)));
        for (int i = 0; i < bias.length; i++) {
            logits[i] += bias[i];
        }
        return logits;
    }

    private float[] bounded(float[] logits) {
        double cap = model.softcap();
        if (cap > 0) {
            for (int i = 0; i < logits.length; i++) {
                // tanh by one exponential, several times as fast as Java's own; a bounded logit is read in single
                // precision.
                logits[i] = (float) (cap - 2 * cap / (Math.exp(2 * logits[i] / cap) + 1));
            }
        }
        return logits;
    }
}
