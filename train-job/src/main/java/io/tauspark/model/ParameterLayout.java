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
    static final String EMBEDDING = "embedding.weight";
    static final String HEAD = "head.weight";

    /** Matrix of a group that scores: rows of its query heads, then of its key heads, then of its value heads. */
    static final String QUERIES_KEYS_VALUES = "qkv.weight";

    public static final String LOG_TEMPERATURE = "log_temperature";

    /** Bias of each query head for each of the last tokens, the present one first. */
    public static final String NEAR_BIAS = "near_bias";

    /** The kind of parameter that a slot holds. */
    public enum Kind {
        /** Token vectors and output vectors: no weight decay. */
        EMBEDDING,
        /** Weights between layers: weight decay. */
        MATRIX,
        /** Temperatures, key weights and biases per head: faster learning, no decay. */
        SCALAR
    }

    /** One parameter: row-major, from {@code offset} in the flat vector. */
    public record Slot(String name, Kind kind, List<Long> shape, long offset) {
        public long size() {
            return shape.stream().reduce(1L, Math::multiplyExact);
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
            for (HeadGroup group : stack.get(layer)) {
                String prefix = prefix(layer, group);
                String first = group.kind() == AttentionKind.MEAN ? "value.weight" : QUERIES_KEYS_VALUES;
                builder.add(prefix + first, Kind.MATRIX, (long) group.projections() * group.width(), width);
                if (group.keyWeight() == KeyWeight.LEARNED) {
                    builder.add(prefix + "key.weight", Kind.MATRIX, 2L * group.keyHeads(), width);
                }
                if (group.projected()) {
                    builder.add(prefix + "projection.weight", Kind.MATRIX, group.keyHeads(), group.width(), features);
                }
            }
            String prefix = "layers." + layer + ".";
            builder.add(prefix + "out.weight", Kind.MATRIX, width, width);
            builder.add(prefix + "mlp.up.weight", Kind.MATRIX, hidden, width);
            builder.add(prefix + "mlp.down.weight", Kind.MATRIX, width, hidden);
        }
        for (int layer = 0; layer < model.layers(); layer++) {
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
        return builder.build();
    }

    /** The beginning of the names of a group's parameters. */
    public static String prefix(int layer, HeadGroup group) {
        return "layers." + layer + "." + group.name() + ".";
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
