package io.tauspark.model;

import io.tauspark.config.InvalidInput;
import io.tauspark.terms.TermTable;
import io.tauspark.terms.UnitVector;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * What a memory gives the tokens of a model to begin with.
 *
 * @param vectors token vectors [V, C] of length 1, zeros for tokens that the memory does not know; empty if the model has
 *     its own
 * @param bias output bias [V], the log of each token's share of all; empty without
 */
public record TokenStart(float[] vectors, float[] bias) {
    /** Nothing. */
    public static final TokenStart NONE = new TokenStart(new float[0], new float[0]);

    /** Times that a token is counted before it is ever seen. */
    private static final double UNSEEN = 0.3;

    /**
     * What a model takes of a memory: half of each vector says which tokens can stand in each other's place, the other half
     * which occur together.
     *
     * @throws InvalidInput if the memory's vectors are too short for the width of the model
     */
    public static TokenStart of(TermTable terms, ModelConfig model) {
        return new TokenStart(
                model.memory().terms() ? vectors(terms, model) : new float[0],
                model.memory().biased() ? bias(terms, model.vocabulary()) : new float[0]);
    }

    private static float[] vectors(TermTable terms, ModelConfig model) {
        int width = model.width();
        int topical = width / 2;
        int substitution = width - topical;
        if (substitution > terms.size()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "model.memory.use = terms with model.width = %d needs %d numbers of each of a token's two vectors, the"
                            + " memory has %d; build it with terms.size = %d, or train a narrower model",
                    width,
                    substitution,
                    terms.size(),
                    substitution));
        }
        float[] vectors = new float[model.vocabulary() * width];
        for (int token = 0; token < terms.vocabulary(); token++) {
            UnitVector.copy(terms.substitution(), token * terms.size(), substitution, vectors, token * width);
            UnitVector.copy(terms.topical(), token * terms.size(), topical, vectors, token * width + substitution);
            UnitVector.copy(vectors, token * width, width, vectors, token * width);
        }
        long[] counts = Arrays.copyOf(terms.counts(), model.vocabulary());
        return model.memory().vectors().of(vectors, width, counts);
    }

    private static float[] bias(TermTable terms, int vocabulary) {
        double total = UNSEEN * vocabulary + Arrays.stream(terms.counts()).sum();
        float[] bias = new float[vocabulary];
        for (int token = 0; token < vocabulary; token++) {
            long count = token < terms.vocabulary() ? terms.counts()[token] : 0;
            bias[token] = (float) Math.log((count + UNSEEN) / total);
        }
        return bias;
    }

    /** Whether a token has a vector of the memory. */
    public boolean knows(int token) {
        int width = vectors.length / bias.length;
        return !UnitVector.isZero(vectors, token * width, width);
    }

    /** The vectors, with random ones of length 1 for tokens that the memory does not know. */
    public float[] vectors(long seed) {
        float[] all = vectors.clone();
        int width = bias.length == 0 ? 0 : all.length / bias.length;
        Random random = new Random(seed);
        for (int row = 0; row < all.length; row += width) {
            if (UnitVector.isZero(all, row, width)) {
                for (int i = row; i < row + width; i++) {
                    all[i] = (float) random.nextGaussian();
                }
                UnitVector.copy(all, row, width, all, row);
            }
        }
        return all;
    }
}
