package io.tauspark.model;

import io.tauspark.config.Problems;
import java.io.Serializable;
import java.util.List;

/**
 * The settings by which a model uses a domain memory.
 *
 * @param use what it uses; nothing if empty
 * @param vectors whose token vectors {@link Use#TERMS} begins with
 * @param spread how {@link Use#SPREAD} works
 */
public record MemoryConfig(List<Use> use, TermSource vectors, Spread spread) implements Serializable {
    /** The parts of a memory that a model can use. */
    public enum Use {
        /** The Laplacian of its feature graph, on which heads with λ measure energies; without it they see a path. */
        FEATURES,
        /** How often each token occurs in its documents, as the output bias that training begins with. */
        COUNTS,
        /** Its token vectors, as those that training begins with; and the counts. */
        TERMS,
        /** Its term graph, over which the tokens of a text activate others. */
        SPREAD
    }

    /** What activation spreads along. */
    public enum Factors {
        /** The lowest eigenvectors of the term graph's Laplacian. */
        LAPLACIAN(0.3),
        /** The topical vectors: factors of the mutual information itself. */
        PMI(0.05);

        /** Weight of every factor at the start: about what training finds. */
        private final double start;

        Factors(double start) {
            this.start = start;
        }

        double start() {
            return start;
        }
    }

    /**
     * Spreading activation. Every token adds its factors to a state that fades from token to token and ends with the
     * document; a token's logit grows with the product of its own factors and the state, each factor with a learned weight.
     *
     * @param factors what they are
     * @param rank how many, R
     * @param graph whose
     */
    public record Spread(Factors factors, int rank, TermSource graph) implements Serializable {
        /** Logits cost as much more as the factors are beside the width. */
        private static final int MOST_FACTORS = 4096;

        static final Spread UNUSED = new Spread(Factors.LAPLACIAN, 0, TermSource.MEMORY);

        public Spread {
            new Problems()
                    .check(
                            rank >= 0 && rank <= MOST_FACTORS,
                            "model.memory.spread.rank",
                            rank,
                            "must lie between 1 and " + MOST_FACTORS)
                    .throwIfAny();
        }
    }

    /** What models use that were saved before there was a choice. */
    public static final MemoryConfig PLAIN = new MemoryConfig(List.of(Use.FEATURES), TermSource.MEMORY, Spread.UNUSED);

    public MemoryConfig {
        use = use.stream().distinct().sorted().toList();
        new Problems()
                .check(
                        !use.contains(Use.SPREAD) || spread.rank() > 0,
                        "model.memory.spread.rank",
                        spread.rank(),
                        "must be at least 1 with model.memory.use = spread")
                .throwIfAny();
        // Models that differ in nothing that they use are the same.
        vectors = use.contains(Use.TERMS) ? vectors : TermSource.MEMORY;
        spread = use.contains(Use.SPREAD) ? spread : Spread.UNUSED;
    }

    /** Whether heads see the memory's feature graph. */
    public boolean features() {
        return use.contains(Use.FEATURES);
    }

    /** Whether token vectors begin as the memory's. */
    public boolean terms() {
        return use.contains(Use.TERMS);
    }

    /** Whether there is an output bias, which begins with the memory's counts. */
    public boolean biased() {
        return terms() || use.contains(Use.COUNTS);
    }

    /** Whether activation spreads. */
    public boolean spreads() {
        return use.contains(Use.SPREAD);
    }

    /** Whether the model uses what a memory knows of tokens. */
    public boolean knowsTokens() {
        return biased() || spreads();
    }
}
