package io.tauspark.decode;

import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.ModelConfig;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the heads of a group remember of a text: a state for each key head, and in it sums for each query head.
 *
 * <p>Log-weights are added up in double precision from the first token on: a forget gate takes weight from all earlier keys, and
 * since only differences count, minus the sum of the logs of all gates so far is added to its own key instead.
 */
final class GroupPast {
    /** Points of a grid in the width of a temperature, for heads that were not trained with a grid. */
    private static final double CELLS_OF_A_TEMPERATURE = 8;

    private static final int MOST_CELLS = 1 << 16;

    private final HeadGroup group;
    private final DecodeState[] states;
    /** Sums of the logs of all gates so far, by key head. */
    private final double[] forgotten;

    private GroupPast(HeadGroup group, DecodeState[] states, double[] forgotten) {
        this.group = group;
        this.states = states;
        this.forgotten = forgotten;
    }

    /**
     * Nothing yet.
     *
     * @param kind of the states of {@code tau} attention, not {@link StateKind#AUTO}
     * @param temperatures of the query heads
     * @param bias of the query heads, for each of the last tokens
     * @param part whether the text is a part of another, after its beginning
     */
    static GroupPast of(
            HeadGroup group, ModelConfig model, StateKind kind, double[] temperatures, float[][] bias, boolean part) {
        int shared = group.heads() / group.keyHeads();
        DecodeState[] states = new DecodeState[group.keyHeads()];
        for (int key = 0; key < states.length; key++) {
            double[] inverse = Arrays.stream(temperatures, key * shared, (key + 1) * shared)
                    .map(temperature -> 1 / temperature)
                    .toArray();
            float[][] own = Arrays.copyOfRange(bias, key * shared, (key + 1) * shared);
            states[key] = state(group, model, kind, inverse, own, key, part);
        }
        return new GroupPast(group, states, new double[states.length]);
    }

    private static DecodeState state(
            HeadGroup group,
            ModelConfig model,
            StateKind kind,
            double[] inverse,
            float[][] bias,
            int key,
            boolean part) {
        boolean all = group.kind() == AttentionKind.GRID
                || group.kind() == AttentionKind.MEAN
                || (group.hasLambda() && kind != StateKind.FLAT);
        int seen =
                all ? FlatState.ALL : group.window() > 0 ? Math.min(group.window(), model.context()) : model.context();
        int near = Math.min(group.near(), seen);
        Score score =
                switch (group.kind()) {
                    case TAU, REFERENCE -> new Score.Distance(inverse);
                    case GRID -> new Score.Grid(inverse, model.lambda().cells());
                    case DOT, LOCAL -> new Score.Dot(group.width());
                    case MEAN -> new Score.None();
                };
        DecodeState state = far(group, model, kind, inverse, score, seen - near);
        if (near > 0) {
            state = new NearTokens(score, group.width(), bias, near, state);
        }
        if (state == null) {
            throw new IllegalStateException("a head that sees no token");
        }
        int delay = group.delays().get(key);
        return delay == 0 ? state : new DelayedKeys(state, score.size(), group.width(), delay, part);
    }

    /** The state of what has no bias; null if that is nothing. */
    private static @Nullable DecodeState far(
            HeadGroup group, ModelConfig model, StateKind kind, double[] inverse, Score score, int seen) {
        if (seen == 0) {
            return null;
        }
        return switch (group.kind()) {
            case GRID -> new GridState(inverse, model.lambda().cells(), group.width());
            case MEAN -> new MeanState(group.width());
            case DOT, LOCAL -> new FlatState(score, group.width(), seen);
            case TAU, REFERENCE ->
                switch (kind) {
                    case EXACT -> new ExactState(inverse, group.width());
                    case GRID -> new GridState(inverse, cells(inverse), group.width());
                    case AUTO, TENSORS, FLAT -> new FlatState(score, group.width(), seen);
                };
        };
    }

    /** Cells that are an eighth of the lowest temperature wide. */
    private static int cells(double[] inverse) {
        double wanted = CELLS_OF_A_TEMPERATURE * Arrays.stream(inverse).max().orElse(1);
        return (int) Math.max(1, Math.min(MOST_CELLS, Math.ceil(wanted)));
    }

    /** Numbers that the group takes of one token. */
    int inputs() {
        return inputs(group);
    }

    /** Numbers of a group for one token: queries, keys, key weights, gates, values. */
    static int inputs(HeadGroup group) {
        int size = size(group);
        return group.heads() * size + group.keyHeads() * (size + 2 + group.width());
    }

    /** Numbers of a key. */
    private static int size(HeadGroup group) {
        return switch (group.kind()) {
            case TAU, REFERENCE, GRID -> 1;
            case DOT, LOCAL -> group.width();
            case MEAN -> 0;
        };
    }

    /** Numbers of the result for one token. */
    int results() {
        return group.heads() * group.width();
    }

    /**
     * Takes the next tokens, each of which sees itself and those before it.
     *
     * @param inputs of the group from place {@code from} on: queries [H, N, size], keys before their delay [K, N, size], key
     *     weights [K, N], logs of forget gates [K, N], values [K, N, D]
     * @param tokens N
     * @param asked tokens at the end whose results are asked for; the others are taken without a look at what they see
     * @param into receives the results, [N, stride], from column {@code column} on
     */
    void attend(float[] inputs, int from, int tokens, int asked, float[] into, int stride, int column) {
        int size = size(group);
        int width = group.width();
        int shared = group.heads() / group.keyHeads();
        IntStream keys = IntStream.range(0, states.length);
        // A head's tokens follow each other; heads do not know each other.
        (tokens > 1 ? keys.parallel() : keys).forEach(key -> {
            WeightedSums sums = new WeightedSums(1, width);
            int keysAt = from + group.heads() * tokens * size;
            int weightsAt = keysAt + group.keyHeads() * tokens * size;
            int gatesAt = weightsAt + group.keyHeads() * tokens;
            int valuesAt = gatesAt + group.keyHeads() * tokens;
            for (int token = 0; token < tokens; token++) {
                int row = key * tokens + token;
                forgotten[key] += inputs[gatesAt + row];
                double logWeight = inputs[weightsAt + row] - forgotten[key];
                states[key].append(inputs, keysAt + row * size, logWeight, inputs, valuesAt + row * width);
                for (int head = 0; head < shared && token >= tokens - asked; head++) {
                    int query = key * shared + head;
                    sums.clear();
                    states[key].attend(head, inputs, from + (query * tokens + token) * size, sums, 0);
                    sums.mean(0, into, token * stride + column + query * width);
                }
            }
        });
    }

    /** Takes all tokens of the part that follows. */
    void append(GroupPast part) {
        for (int key = 0; key < states.length; key++) {
            states[key].append(part.states[key], -forgotten[key]);
            forgotten[key] += part.forgotten[key];
        }
    }

    /** Writes what is remembered. */
    void save(StateTensors to) {
        to.put("forgotten", forgotten.length, forgotten);
        for (int key = 0; key < states.length; key++) {
            states[key].save(to.at("key." + key));
        }
    }

    /** Remembers what was written, and nothing else. */
    void load(StateTensors from) {
        System.arraycopy(from.doubles("forgotten", 1, forgotten.length)[0], 0, forgotten, 0, forgotten.length);
        for (int key = 0; key < states.length; key++) {
            states[key].load(from.at("key." + key));
        }
    }

    /** Bytes of what is remembered. */
    long bytes() {
        return Arrays.stream(states).mapToLong(DecodeState::bytes).sum();
    }

    /** The same past once more, which goes on by itself. */
    GroupPast copy() {
        return new GroupPast(
                group, Arrays.stream(states).map(DecodeState::copy).toArray(DecodeState[]::new), forgotten.clone());
    }
}
