package io.tauspark.model;

import io.tauspark.config.InvalidInput;
import io.tauspark.terms.TermTable;
import io.tauspark.terms.UnitVector;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/**
 * The factors along which the tokens of a text activate others: a fixed part of the model.
 *
 * @param rank how many, R; 0 for a model without
 * @param separator id that separates documents, at which activation ends
 * @param values [V, R] row-major, of all ids of the model; tokens that the memory does not know have zeros
 */
public record SpreadFactors(int rank, int separator, float[] values) implements Serializable {
    /** None, for models whose activation does not spread. */
    public static final SpreadFactors NONE = new SpreadFactors(0, -1, new float[0]);

    /** Smooths an eigenvector of eigenvalue μ by 1/(1 + 4μ): what spreads through the graph for a while. */
    private static final double SMOOTHING = 4;

    /** Makes the products of tokens about one at the start. */
    private static final double SCALE = 0.25;

    /**
     * The factors that a model takes of a memory.
     *
     * @param separator id that separates documents
     * @throws InvalidInput if the memory has fewer
     */
    static SpreadFactors of(TermTable terms, ModelConfig model, int separator) {
        MemoryConfig.Spread spread = model.memory().spread();
        boolean laplacian = spread.factors() == MemoryConfig.Factors.LAPLACIAN;
        int there = laplacian ? terms.rank() : terms.size();
        if (spread.rank() > there) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "model.memory.spread.rank = %d, but the memory has %d %s for each token; lower it, or build the memory"
                            + " with a larger terms.%s",
                    spread.rank(),
                    there,
                    laplacian ? "eigenvectors" : "numbers",
                    laplacian ? "rank" : "size"));
        }
        float[] values = new float[model.vocabulary() * spread.rank()];
        float[] source = laplacian ? terms.eigenvectors() : terms.topical();
        double[] factors = laplacian ? smoothing(terms) : ones(there);
        for (int token = 0; token < terms.vocabulary(); token++) {
            for (int r = 0; token != separator && r < spread.rank(); r++) {
                values[token * spread.rank() + r] = (float) (source[token * there + r] * factors[r]);
            }
        }
        long[] counts = Arrays.copyOf(terms.counts(), model.vocabulary());
        return new SpreadFactors(spread.rank(), separator, spread.graph().of(values, spread.rank(), counts));
    }

    private static double[] smoothing(TermTable terms) {
        int known = 0;
        for (int token = 0; token < terms.vocabulary(); token++) {
            known += UnitVector.isZero(terms.eigenvectors(), token * terms.rank(), terms.rank()) ? 0 : 1;
        }
        double[] factors = new double[terms.rank()];
        for (int r = 0; r < factors.length; r++) {
            factors[r] = SCALE * Math.sqrt(known) / (1 + SMOOTHING * terms.eigenvalues()[r]);
        }
        return factors;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
