package io.tauspark.termgraph;

import java.io.Serializable;

/**
 * The positive pointwise mutual information of terms and their contexts, max(0, log(p(w, c) / (p(w) p̃(c)))), where
 * p̃(c) is proportional to the count of a context to the power of 0.75. That lowers the weight of rare contexts, which
 * would else stand out by chance.
 *
 * <p>Source: Levy, Goldberg, Dagan, Improving Distributional Similarity with Lessons Learned from Word Embeddings, TACL
 * 2015.
 */
final class Information implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final double SMOOTHING = 0.75;

    private final double[] logTerms;
    private final double[] logContexts;

    /**
     * Takes the sums of rows and columns.
     *
     * @param terms sums over all contexts of each term
     * @param contexts sums over all terms of each context
     */
    Information(long[] terms, long[] contexts) {
        logTerms = new double[terms.length];
        for (int term = 0; term < terms.length; term++) {
            logTerms[term] = StrictMath.log((double) terms[term]);
        }
        logContexts = new double[contexts.length];
        double sum = 0;
        for (long context : contexts) {
            sum += StrictMath.pow((double) context, SMOOTHING);
        }
        for (int context = 0; context < contexts.length; context++) {
            logContexts[context] = SMOOTHING * StrictMath.log((double) contexts[context]) - StrictMath.log(sum);
        }
    }

    /**
     * The information of one pair, 0 where it is negative.
     *
     * @param count how often they meet, above 0
     */
    float of(int term, int context, long count) {
        return (float) Math.max(0, StrictMath.log((double) count) - logTerms[term] - logContexts[context]);
    }
}
