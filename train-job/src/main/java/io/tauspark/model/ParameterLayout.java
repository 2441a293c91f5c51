package io.tauspark.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where each parameter lies in the one flat vector that holds them all. Exchange, clipping, the optimizer and
 * checkpoints then work on plain arrays.
 *
 * @param slots every parameter, in the order of the vector and of the gradients that the program returns
 * @param groups contiguous ranges that the optimizer treats alike, in order
 */
public record ParameterLayout(List<Slot> slots, List<Group> groups) {

    /** What kind of parameter a slot holds. */
    public enum Kind {
        /** Token vectors and output vectors: no weight decay. */
        EMBEDDING,
        /** Weights between layers: weight decay. */
        MATRIX,
        /** Temperatures and key weights per head: faster learning, no decay. */
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

    public static ParameterLayout of(ModelConfig model) {
        long width = model.width();
        long hidden = 4 * width;
        Builder builder = new Builder();
        builder.add("embedding.weight", Kind.EMBEDDING, model.vocabulary(), width);
        builder.add("head.weight", Kind.EMBEDDING, model.vocabulary(), width);
        for (int layer = 0; layer < model.layers(); layer++) {
            String prefix = "layers." + layer + ".";
            builder.add(prefix + "attention.qkv.weight", Kind.MATRIX, 3 * width, width);
            builder.add(prefix + "attention.out.weight", Kind.MATRIX, width, width);
            builder.add(prefix + "mlp.up.weight", Kind.MATRIX, hidden, width);
            builder.add(prefix + "mlp.down.weight", Kind.MATRIX, width, hidden);
            if (model.keyWeight() == KeyWeight.LEARNED) {
                builder.add(prefix + "attention.key.weight", Kind.MATRIX, 2L * model.heads(), width);
            }
        }
        String recency = model.keyWeight() == KeyWeight.LEARNED ? "attention.forget_bias" : "attention.log_slope";
        builder.add("attention.log_temperature", Kind.SCALAR, model.layers(), model.heads());
        builder.add(recency, Kind.SCALAR, model.layers(), model.heads());
        return builder.build();
    }

    /** Number of parameters. */
    public long size() {
        Slot last = slots.get(slots.size() - 1);
        return last.offset() + last.size();
    }

    private static final class Builder {
        private final List<Slot> slots = new ArrayList<>();
        private long next;

        void add(String name, Kind kind, long... shape) {
            Slot slot = new Slot(name, kind, boxed(shape), next);
            slots.add(slot);
            next += slot.size();
        }

        ParameterLayout build() {
            List<Group> groups = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                List<Slot> members =
                        slots.stream().filter(slot -> slot.kind() == kind).toList();
                long size = members.stream().mapToLong(Slot::size).sum();
                groups.add(new Group(kind, members.get(0).offset(), size));
            }
            return new ParameterLayout(List.copyOf(slots), List.copyOf(groups));
        }

        private static List<Long> boxed(long[] shape) {
            return Arrays.stream(shape).boxed().toList();
        }
    }
}
