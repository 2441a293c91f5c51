package io.tauspark.decode;

import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Matrix;
import io.tauspark.model.ParameterLayout.Slot;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a group takes of one token, from the normed stream, as {@link GroupPast#attend} wants it. */
final class GroupInputs {
    /** Bound of vectors of the published attention. */
    private static final float CLAMP = 5;

    /** Base of the frequencies by which positions turn vectors. */
    private static final double ROTARY_BASE = 10_000;

    private final HeadGroup group;
    private final Linear vectors;
    private final @Nullable Linear weights;
    /** Values by token, among the parameters. */
    private final @Nullable Matrix table;

    private final float[] parameters;
    private final @Nullable Linear gate;
    private final @Nullable HeadEnergies energies;
    /** Factors of a dot product, by query head. */
    private final double[] scales;
    /** Forget biases or log slopes, by key head. */
    private final float[] recency;

    /**
     * The inputs of one group.
     *
     * @param temperatures of its query heads
     * @param tau of its key heads
     * @param precision of its vectors; key weights and gates are few, and stay as they are
     */
    GroupInputs(HeapModel model, int layer, HeadGroup group, double[] temperatures, float[] tau, Weights precision) {
        this.group = group;
        String prefix = ParameterLayout.prefix(layer, group);
        // In the order in which the layout has them: vectors, key weights, projection, gate of values by token.
        List<Slot> matrices = slots(model.layout(), prefix, ParameterLayout.Kind.MATRIX);
        boolean learned = group.keyWeight() == KeyWeight.LEARNED;
        this.parameters = model.parameters();
        this.vectors = Linear.of(parameters, matrices.get(0).matrix(), precision);
        this.weights = learned ? FloatLinear.of(parameters, matrices.get(1).matrix()) : null;
        boolean values = model.config().hasTokenValues(layer);
        this.table = values
                ? model.layout().slot(prefix + ParameterLayout.TOKEN_VALUES).matrix()
                : null;
        this.gate = values ? model.linear(prefix + ParameterLayout.VALUE_GATE, Weights.FLOAT32) : null;
        this.energies = group.hasLambda()
                ? new HeadEnergies(
                        group,
                        Objects.requireNonNull(model.laplacians().stacks().get(HeadLaplacians.name(group))),
                        group.projected() ? rows(matrices.get(learned ? 2 : 1).matrix()) : null,
                        tau)
                : null;
        this.scales = Arrays.stream(temperatures)
                .map(temperature -> 1 / (temperature * Math.sqrt(group.width())))
                .toArray();
        this.recency = recency(group, model.layout(), prefix, parameters);
    }

    private float[][] rows(Matrix matrix) {
        float[][] rows = new float[matrix.rows()][];
        Arrays.setAll(rows, number -> matrix.row(parameters, number));
        return rows;
    }

    private static List<Slot> slots(ParameterLayout layout, String prefix, ParameterLayout.Kind kind) {
        return layout.slots().stream()
                .filter(slot -> slot.kind() == kind && slot.name().startsWith(prefix))
                .toList();
    }

    private static float[] recency(HeadGroup group, ParameterLayout layout, String prefix, float[] parameters) {
        if (group.keyWeight() == KeyWeight.NONE) {
            return new float[0];
        }
        // Scalars are in the order of the layout: temperatures, if they are learned, then these.
        return slots(layout, prefix, ParameterLayout.Kind.SCALAR)
                .get(group.learnsTemperature() ? 1 : 0)
                .of(parameters);
    }

    /** Numbers of one token. */
    int size() {
        return GroupPast.inputs(group);
    }

    /**
     * Writes the inputs of one token.
     *
     * @param normed the stream, normed
     * @param position tokens before it
     * @param into receives them from place {@code from} on
     */
    void write(float[] normed, int id, int position, float[] into, int from) {
        int heads = group.heads();
        int keys = group.keyHeads();
        int width = group.width();
        float[] x = vectors.times(normed);
        if (group.clamp()) {
            for (int i = 0; i < x.length; i++) {
                x[i] = Math.max(-CLAMP, Math.min(CLAMP, x[i]));
            }
        }
        int at = from;
        int values = 0;
        if (group.kind() != AttentionKind.MEAN) {
            for (int head = 0; head < heads + keys; head++) {
                if (group.rotate()) {
                    rotate(x, head * width, position);
                }
                if (group.normalise()) {
                    Vectors.norm(x, head * width, width, x);
                }
                int key = head < heads ? head * keys / heads : head - heads;
                if (energies != null) {
                    into[at++] = energies.lambda(key, x, head * width);
                } else {
                    double scale = head < heads ? scales[head] : 1;
                    for (int i = 0; i < width; i++) {
                        into[at++] = (float) (x[head * width + i] * scale);
                    }
                }
            }
            values = (heads + keys) * width;
        }
        writeWeights(normed, into, at);
        at += 2 * keys;
        System.arraycopy(x, values, into, at, keys * width);
        if (table != null && gate != null) {
            addTokenValues(normed, id, table, gate, into, at);
        }
    }

    /** Key weights, then the logs of forget gates. */
    private void writeWeights(float[] normed, float[] into, int at) {
        int keys = group.keyHeads();
        float[] scores = weights == null ? new float[2 * keys] : weights.times(normed);
        for (int key = 0; key < keys; key++) {
            into[at + key] = scores[key];
            into[at + keys + key] = switch (group.keyWeight()) {
                case NONE -> 0;
                // A slope is a gate that takes the same from every token.
                case SLOPE -> (float) -Math.exp(recency[key]);
                case LEARNED ->
                    group.forgets().get(key) ? (float) -Math.log1p(Math.exp(-(scores[keys + key] + recency[key]))) : 0;
            };
        }
    }

    private void addTokenValues(float[] normed, int id, Matrix table, Linear gate, float[] into, int at) {
        float[] own = table.row(parameters, id);
        float[] open = gate.times(normed);
        for (int i = 0; i < own.length; i++) {
            double factor = 2 / (1 + Math.exp(-open[i / group.width()]));
            into[at + i] += (float) (factor * own[i]);
        }
    }

    /** Turns the pairs of a vector's halves by minus the angles of a position, computed as PyTorch does. */
    private void rotate(float[] x, int at, int position) {
        int half = group.width() / 2;
        for (int i = 0; i < half; i++) {
            float angle = position * (float) Math.pow(ROTARY_BASE, (float) i / -half);
            float cosine = (float) Math.cos(angle);
            float sine = (float) Math.sin(angle);
            float first = x[at + i];
            float second = x[at + half + i];
            x[at + i] = first * cosine + second * sine;
            x[at + half + i] = second * cosine - first * sine;
        }
    }
}
