package io.tauspark.model;

import io.tauspark.memory.Laplacian;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The graph that heads with λ see: the domain memory's, or a control made from it, which has lost some of what the
 * memory knows. What a model learns as well on a control it did not learn from what the control has lost. A control
 * depends on the memory and its kind alone: the seed is fixed, so that trainings of different seeds have the same one.
 */
public enum LaplacianSource {
    /** The memory as it is. */
    MEMORY,
    /**
     * The memory with its features in another order, P·L·Pᵀ: the same graph and the same spectrum, but no feature means
     * what it meant. Where a head sees the whole graph through a learned matrix and without positions (regimes native and
     * projected), this is a mere renumbering of that matrix's rows, and must make no difference but chance.
     */
    PERMUTED,
    /**
     * A random graph in which every feature has as many neighbours as in the memory, and the weights of the edges are
     * those of the memory in another order.
     */
    RANDOM,
    /** The path graph of as many features, with equal weights that sum up to those of the memory. */
    CHAIN;

    /** Seed of all controls. */
    private static final long SEED = 20_220_101;

    /**
     * The graph that the heads see.
     *
     * @param memory a combinatorial or symmetric normalised Laplacian; the result is of the same form
     */
    public Laplacian of(Laplacian memory) {
        return switch (this) {
            case MEMORY -> memory;
            case PERMUTED -> permuted(memory);
            case RANDOM -> FeatureEdges.of(memory).rewired(new Random(SEED)).laplacian();
            case CHAIN -> FeatureEdges.of(memory).chain().laplacian();
        };
    }

    private static Laplacian permuted(Laplacian memory) {
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, memory.size()).boxed().toList());
        Collections.shuffle(places, new Random(SEED));
        int[] rows = new int[memory.nonZeros()];
        int[] columns = new int[memory.nonZeros()];
        double[] values = new double[memory.nonZeros()];
        int[] next = new int[1];
        memory.forEach((row, column, value) -> {
            rows[next[0]] = places.get(row);
            columns[next[0]] = places.get(column);
            values[next[0]++] = value;
        });
        return Laplacian.of(memory.size(), rows, columns, values);
    }
}
