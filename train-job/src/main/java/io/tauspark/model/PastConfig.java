package io.tauspark.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The settings by which heads tell the places of the past apart: keys that lag behind their values, a bias for each of the
 * last tokens, heads that see no more than those, and heads that never forget. Lists are spread evenly over the heads of a
 * group, in order: with two entries the first holds for the first half of its heads and the second for the others.
 *
 * @param delays tokens by which keys lag, by kind of attention
 * @param equalStart kinds whose W_k starts as a copy of W_q
 * @param near bias of the last tokens
 * @param window tokens that heads of {@link AttentionKind#LOCAL} attention see, the present one among them; 0 in models
 *     without such heads, or saved before there was a choice
 * @param forget whether heads with learned key weights have a forget gate; without one nothing fades
 */
public record PastConfig(
        Delays delays,
        List<AttentionKind> equalStart,
        NearBias near,
        @JsonProperty(required = false) Integer window,
        List<Boolean> forget)
        implements Serializable {
    private static final String DELAYS = "model.past.delays.";

    /** Heads that see more than this see the past, for which {@link AttentionKind#DOT} is made. */
    private static final int MOST_WINDOW = 4096;

    /** The past of models that were made before there was a choice. */
    public static final PastConfig PLAIN = new PastConfig(
            new Delays(List.of(0), List.of(0), List.of(0)), List.of(), new NearBias(0, 0, 1), 0, List.of(true));

    /**
     * Tokens by which keys lag behind their values. A head with a delay of 1 stores each token under the key of the
     * token before it, and so reads what came next the last time.
     *
     * @param tau of tau attention
     * @param grid of grid attention
     * @param dot of dot-product attention
     */
    public record Delays(List<Integer> tau, List<Integer> grid, List<Integer> dot) implements Serializable {
        /** A key that lags by more looks for what stands so far before its value, of which a model learns little. */
        private static final int LONGEST = 64;

        public Delays {
            Problems problems = new Problems();
            check("tau", tau, problems);
            check("grid", grid, problems);
            check("dot", dot, problems);
            problems.throwIfAny();
        }

        private static void check(String kind, List<Integer> delays, Problems problems) {
            problems.check(
                    !delays.isEmpty() && delays.stream().allMatch(delay -> delay >= 0 && delay <= LONGEST),
                    DELAYS + kind,
                    delays,
                    "must be a list of numbers of tokens between 0 and " + LONGEST + ", [0] for no delay");
        }

        private List<Integer> of(AttentionKind kind) {
            return switch (kind) {
                case TAU -> tau;
                case GRID -> grid;
                case DOT -> dot;
                case LOCAL, MEAN, REFERENCE -> List.of(0);
            };
        }
    }

    /**
     * A learned bias of each head for each of the last tokens, the present one among them. It starts as a ladder: head h
     * prefers distance h mod {@code rungs}, so that heads differ in where they look from the first step on.
     *
     * @param tokens that have a bias; 0 for no bias
     * @param start bias of the distance that a head prefers, the others start at 0
     * @param rungs distances that heads start with, all of them at most
     */
    public record NearBias(int tokens, double start, int rungs) implements Serializable {
        /** Biases are added pair by pair; further back a head would better be of another kind. */
        private static final int MOST_TOKENS = 256;

        /** Far beyond it a head sees nothing but its first choice, and learns nothing else. */
        private static final double HIGHEST_START = 20;

        public NearBias {
            new Problems()
                    .check(
                            tokens >= 0 && tokens <= MOST_TOKENS,
                            "model.past.near.tokens",
                            tokens,
                            "must lie between 0, for no bias, and " + MOST_TOKENS)
                    .check(
                            start >= 0 && start <= HIGHEST_START,
                            "model.past.near.start",
                            start,
                            "must lie between 0 and " + (int) HIGHEST_START)
                    .check(rungs >= 1, "model.past.near.rungs", rungs, "must be at least 1")
                    .throwIfAny();
            // Where there is no bias there is no start of it: such settings are the same.
            start = tokens == 0 ? 0 : start;
            rungs = Math.max(1, Math.min(rungs, tokens));
        }
    }

    public PastConfig {
        window = Objects.requireNonNullElse(window, 0);
        Problems problems = new Problems();
        problems.check(!forget.isEmpty(), "model.past.forget", forget, "must name true or false at least once");
        for (AttentionKind kind : equalStart) {
            problems.check(
                    kind != AttentionKind.MEAN && kind != AttentionKind.REFERENCE,
                    "model.past.equal-start",
                    Settings.spelling(kind),
                    "must be tau, grid, dot or local: mean has no queries, and reference stays what was published");
        }
        problems.check(
                window >= 0 && window <= MOST_WINDOW,
                "model.past.window",
                window,
                "must lie between 1 and " + MOST_WINDOW + " tokens");
        problems.throwIfAny();
        equalStart = List.copyOf(equalStart);
        forget = List.copyOf(forget);
    }

    /** The same without a window, of a model that has no use for it. */
    PastConfig windowless() {
        return new PastConfig(delays, equalStart, near, 0, forget);
    }

    /** The delay of each key head of a group. */
    List<Integer> delays(AttentionKind kind, int keyHeads) {
        return spread(delays.of(kind), keyHeads);
    }

    /** Whether each key head of a group forgets. */
    List<Boolean> forgets(int keyHeads) {
        return spread(forget, keyHeads);
    }

    private static <T> List<T> spread(List<T> shares, int heads) {
        return IntStream.range(0, heads)
                .mapToObj(head -> shares.get(head * shares.size() / heads))
                .toList();
    }
}
