package io.tauspark.decode;

import io.tauspark.model.AttentionStack;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model for one token at a time, in plain Java. A matrix that meets one vector is read once, and nothing is
 * left for a library to be clever about; its calls alone cost more than all the arithmetic of a small model.
 */
public final class TokenPass {
    private final double softcap;
    private final float[] parameters;
    private final Matrix embedding;
    private final Linear head;
    /** Factors of what activation adds to logits; null of models without spreading. */
    private final @Nullable Linear spread;
    /** What is added to the logit of each token; empty if nothing is. */
    private final float[] bias;

    private final List<Layer> layers = new ArrayList<>();

    /** Factors of stream and embedding, matrices and groups of a layer. */
    private record Layer(float[] shortcut, Linear out, Linear up, Linear down, List<GroupInputs> groups) {}

    /**
     * A model.
     *
     * @param weights what its matrices are kept in
     */
    public TokenPass(HeapModel model, Weights weights) {
        this.softcap = model.config().softcap();
        this.parameters = model.parameters();
        this.embedding = model.layout().slot(ParameterLayout.EMBEDDING).matrix();
        this.head = model.linear(model.config().tied() ? ParameterLayout.EMBEDDING : ParameterLayout.HEAD, weights);
        int rank = model.spread().rank();
        this.spread = rank > 0
                ? Linear.of(
                        model.spread().values(), new Matrix(0, model.config().vocabulary(), rank), weights)
                : null;
        this.bias = model.config().memory().biased() ? model.parameter(ParameterLayout.OUTPUT_BIAS) : new float[0];
        List<List<HeadGroup>> stack = AttentionStack.of(model.config());
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
                        Arrays.copyOfRange(model.temperatures(), query, query + group.heads()),
                        Arrays.copyOfRange(model.tau(), key, key + keys),
                        weights));
                query += group.heads();
                key += keys;
            }
            String prefix = ParameterLayout.prefix(layer);
            layers.add(new Layer(
                    model.config().shortcut().stream()
                            ? model.parameter(ParameterLayout.shortcut(layer))
                            : new float[] {1, 0},
                    model.linear(prefix + ParameterLayout.OUT, weights),
                    model.linear(prefix + ParameterLayout.UP, weights),
                    model.linear(prefix + ParameterLayout.DOWN, weights),
                    groups));
        }
    }

    /**
     * Passes a token through the model.
     *
     * @param position tokens before it
     * @param past of these, which takes the token
     * @return logits of the token after it, [vocabulary]
     */
    public float[] logits(int id, int position, TextPast past) {
        float[] start = embedding.row(parameters, id);
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
        past.activation().take(id);
        float[] logits = head.times(Vectors.norm(x));
        if (spread != null) {
            Vectors.add(logits, spread.times(past.activation().weighted()));
        }
        bound(logits);
        for (int i = 0; i < bias.length; i++) {
            logits[i] += bias[i];
        }
        return logits;
    }

    private void bound(float[] logits) {
        for (int i = 0; i < logits.length && softcap > 0; i++) {
            // tanh by one exponential, several times as fast as Java's own; a bounded logit is read in single
            // precision.
            logits[i] = (float) (softcap - 2 * softcap / (Math.exp(2 * logits[i] / softcap) + 1));
        }
    }
}
