package io.tauspark.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The place of each parameter in the one flat vector that holds them all. Exchange, clipping, the optimizer and
 * checkpoints then work on plain arrays.
 *
 * @param slots every parameter, in the order of the vector and of the program's list, in which a tied head is a second
 *     embedding
 * @param groups contiguous ranges that the optimizer treats alike, in order
 */
public record ParameterLayout(List<Slot> slots, List<Group> groups) {
    /** Token vectors, [vocabulary, width]. */
    public static final String EMBEDDING = "embedding.weight";

    /** Output vectors, where they are not the token vectors, [vocabulary, width]. */
    public static final String HEAD = "head.weight";

    /** Matrix of a group that scores: rows of its query heads, then of its key heads, then of its value heads. */
    static final String QUERIES_KEYS_VALUES = "qkv.weight";

    private static final String VALUES = "value.weight";
    /** The matrix of a layer that makes of its heads' results what is added to the stream. */
    public static final String OUT = "out.weight";

    /** The first matrix of a layer's MLP. */
    public static final String UP = "mlp.up.weight";

    /** The second one. */
    public static final String DOWN = "mlp.down.weight";

    public static final String LOG_TEMPERATURE = "log_temperature";

    /** Bias of each query head for each of the last tokens, the present one first. */
    public static final String NEAR_BIAS = "near_bias";

    /** Values that each token has of its own, [vocabulary, key heads · head width]. */
    public static final String TOKEN_VALUES = "token_values.weight";

    /** What says how much of them each key head takes. */
    public static final String VALUE_GATE = "value_gate.weight";

    private static final String SHORTCUT = "shortcut";

    /** Log odds that activation stays from one token to the next. */
    public static final String SPREAD_ODDS = "spread.log_odds";

    /** Weight of each factor that activation spreads along. */
    public static final String SPREAD_WEIGHTS = "spread.weights";

    /** What is added to the logit of each token. */
    public static final String OUTPUT_BIAS = "output_bias";

    /** The kind of parameter that a slot holds. */
    public enum Kind {
        /** Token vectors and output vectors: no weight decay. */
        EMBEDDING,
        /** Weights between layers: weight decay. */
        MATRIX,
        /** Temperatures, key weights and biases per head: faster learning, no decay. */
        SCALAR,
        /** Biases of tokens: no decay. */
        BIAS
    }

    /** One parameter: row-major, from {@code offset} in the flat vector. */
    public record Slot(String name, Kind kind, List<Long> shape, long offset) {
        public long size() {
            return shape.stream().reduce(1L, Math::multiplyExact);
        }

        /** Its values among all. */
        public float[] of(float[] parameters) {
            int from = Math.toIntExact(offset);
            return Arrays.copyOfRange(parameters, from, from + Math.toIntExact(size()));
        }

        /** The linear map that it is, from its last axis to all others. */
        public Matrix matrix() {
            long columns = shape.get(shape.size() - 1);
            return new Matrix(Math.toIntExact(offset), Math.toIntExact(size() / columns), Math.toIntExact(columns));
        }
    }

    /**
     * A matrix as one linear map of the model, row-major: a parameter, or the rows of one that make queries, keys or values.
     *
     * @param offset of its first value in the flat vector
     */
    public record Matrix(int offset, int rows, int columns) {
        public int size() {
            return Math.multiplyExact(rows, columns);
        }

        /** A row of it. */
        public float[] row(float[] parameters, int number) {
            int from = offset + number * columns;
            return Arrays.copyOfRange(parameters, from, from + columns);
        }

        /** The place behind its last value. */
        public int end() {
            return Math.addExact(offset, size());
        }

        /** Whether it holds values on both sides of a place. */
        boolean covers(int border) {
            return offset < border && border < end();
        }
    }

    /** A range of the flat vector. */
    public record Group(Kind kind, long offset, long size) {}

    /**
     * The layout of a model.
     *
     * @param features of the memory, for heads that are projected onto them; 0 if there are none
     */
    public static ParameterLayout of(ModelConfig model, long features) {
        long width = model.width();
        long hidden = model.mlp() * width;
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        Builder builder = new Builder();
        builder.add(EMBEDDING, Kind.EMBEDDING, model.vocabulary(), width);
        if (!model.tied()) {
            builder.add(HEAD, Kind.EMBEDDING, model.vocabulary(), width);
        }
        for (int layer = 0; layer < model.layers(); layer++) {
            for (HeadGroup group : model.hasTokenValues(layer) ? stack.get(layer) : List.<HeadGroup>of()) {
                long values = (long) group.keyHeads() * group.width();
                builder.add(prefix(layer, group) + TOKEN_VALUES, Kind.EMBEDDING, model.vocabulary(), values);
            }
        }
        for (int layer = 0; layer < model.layers(); layer++) {
            for (HeadGroup group : stack.get(layer)) {
                String prefix = prefix(layer, group);
                String first = group.kind() == AttentionKind.MEAN ? VALUES : QUERIES_KEYS_VALUES;
                builder.add(prefix + first, Kind.MATRIX, (long) group.projections() * group.width(), width);
                if (group.keyWeight() == KeyWeight.LEARNED) {
                    builder.add(prefix + "key.weight", Kind.MATRIX, 2L * group.keyHeads(), width);
                }
                if (group.projected()) {
                    builder.add(prefix + "projection.weight", Kind.MATRIX, group.keyHeads(), group.width(), features);
                }
                if (model.hasTokenValues(layer)) {
                    builder.add(prefix + VALUE_GATE, Kind.MATRIX, group.keyHeads(), width);
                }
            }
            String prefix = "layers." + layer + ".";
            builder.add(prefix + OUT, Kind.MATRIX, width, width);
            builder.add(prefix + UP, Kind.MATRIX, hidden, width);
            builder.add(prefix + DOWN, Kind.MATRIX, width, hidden);
        }
        for (int layer = 0; layer < model.layers(); layer++) {
            if (model.shortcut().stream()) {
                builder.add(shortcut(layer), Kind.SCALAR, 2);
            }
            for (HeadGroup group : stack.get(layer)) {
                if (group.learnsTemperature()) {
                    builder.add(prefix(layer, group) + LOG_TEMPERATURE, Kind.SCALAR, group.heads());
                }
                if (group.keyWeight() != KeyWeight.NONE) {
                    String name = group.keyWeight() == KeyWeight.LEARNED ? "forget_bias" : "log_slope";
                    builder.add(prefix(layer, group) + name, Kind.SCALAR, group.keyHeads());
                }
                if (group.near() > 0) {
                    builder.add(prefix(layer, group) + NEAR_BIAS, Kind.SCALAR, group.heads(), group.near());
                }
            }
        }
        if (model.memory().spreads()) {
            builder.add(SPREAD_ODDS, Kind.SCALAR, 1);
            builder.add(SPREAD_WEIGHTS, Kind.SCALAR, model.memory().spread().rank());
        }
        if (model.memory().biased()) {
            builder.add(OUTPUT_BIAS, Kind.BIAS, model.vocabulary());
        }
        return builder.build();
    }

    /** The beginning of the names of a group's parameters. */
    public static String prefix(int layer, HeadGroup group) {
        return "layers." + layer + "." + group.name() + ".";
    }

    /** The beginning of the names of a layer's parameters. */
    public static String prefix(int layer) {
        return "layers." + layer + ".";
    }

    /** The name of a layer's factors of the residual stream and of the embedding. */
    public static String shortcut(int layer) {
        return "layers." + layer + "." + SHORTCUT;
    }

    /** Number of parameters. */
    public long size() {
        Slot last = slots.get(slots.size() - 1);
        return last.offset() + last.size();
    }

    /** The log temperatures that heads with λ learn, at least the log of {@link LambdaConfig#leastTemperature}. */
    public List<Slot> temperatures(ModelConfig model) {
        List<Slot> found = new ArrayList<>();
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        for (int layer = 0; layer < model.layers(); layer++) {
            for (HeadGroup group : stack.get(layer)) {
                if (group.hasLambda() && group.learnsTemperature()) {
                    found.add(slot(prefix(layer, group) + LOG_TEMPERATURE));
                }
            }
        }
        return found;
    }

    /**
     * The linear maps from vectors to vectors of the model's width, or of its hidden layers: of queries, keys and values
     * apart, since each has a use of its own; of outputs; and the two of each MLP. Key weights and projections are none.
     */
    public List<Matrix> maps(ModelConfig model) {
        List<Matrix> found = new ArrayList<>();
        List<List<HeadGroup>> stack = AttentionStack.of(model);
        for (int layer = 0; layer < model.layers(); layer++) {
            for (HeadGroup group : stack.get(layer)) {
                int keys = group.keyHeads() * group.width();
                if (group.kind() == AttentionKind.MEAN) {
                    addRows(found, prefix(layer, group) + VALUES, keys);
                } else {
                    addRows(
                            found,
                            prefix(layer, group) + QUERIES_KEYS_VALUES,
                            group.heads() * group.width(),
                            keys,
                            keys);
                }
            }
            String prefix = "layers." + layer + ".";
            addRows(found, prefix + OUT, model.width());
            addRows(found, prefix + UP, model.mlp() * model.width());
            addRows(found, prefix + DOWN, model.width());
        }
        return found;
    }

    private void addRows(List<Matrix> found, String name, int... rows) {
        Slot slot = slot(name);
        int offset = Math.toIntExact(slot.offset());
        for (int part : rows) {
            Matrix matrix =
                    new Matrix(offset, part, Math.toIntExact(slot.shape().get(1)));
            found.add(matrix);
            offset = matrix.end();
        }
    }

    /** Whether there is a parameter of this name. */
    public boolean has(String name) {
        return slots.stream().anyMatch(slot -> slot.name().equals(name));
    }

    public Slot slot(String name) {
        return slots.get(index(name));
    }

    /** The number of a parameter among the slots. */
    public int index(String name) {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no parameter " + name);
    }

    private static final class Builder {
        private final List<Slot> slots = new ArrayList<>();
        private long next;

        void add(String name, Kind kind, long... shape) {
            Slot slot = new Slot(name, kind, Arrays.stream(shape).boxed().toList(), next);
            slots.add(slot);
            next += slot.size();
        }

        ParameterLayout build() {
            List<Group> groups = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                List<Slot> members =
                        slots.stream().filter(slot -> slot.kind() == kind).toList();
                if (!members.isEmpty()) {
                    long size = members.stream().mapToLong(Slot::size).sum();
                    groups.add(new Group(kind, members.get(0).offset(), size));
                }
            }
            return new ParameterLayout(List.copyOf(slots), List.copyOf(groups));
        }
    }
}
