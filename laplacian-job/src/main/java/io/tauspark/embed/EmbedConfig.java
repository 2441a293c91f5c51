package io.tauspark.embed;

import io.tauspark.config.Problems;

/**
 * The settings by which documents become vectors.
 *
 * @param kind where the vectors come from
 * @param dimension numbers per vector, the features of the memory; for a model or a column 0 takes the number it has, and
 *     any other must equal that
 * @param minCount times a word must occur to get a vector
 * @param window words on either side that a word's vector learns to predict
 * @param iterations passes over the documents
 * @param fitDocuments documents at most that the word vectors are fitted on, a random sample by seed
 * @param djl the sentence transformer
 * @param column field of the corpus with the vectors
 */
public record EmbedConfig(
        Kind kind,
        int dimension,
        int minCount,
        int window,
        int iterations,
        int fitDocuments,
        DjlConfig djl,
        String column) {
    /** The source of document vectors. */
    public enum Kind {
        /** Word vectors fitted on the corpus itself. */
        WORDS,
        /** The vectors of the memory's own terms. */
        TERMS,
        /** A sentence transformer that DJL runs. */
        DJL,
        /** A column of the corpus, made by something else; there is no {@link Embedder}. */
        COLUMN
    }

    /** Numbers per word vector unless set: enough for a domain, and few enough that the fit takes minutes. */
    static final int WORD_DIMENSION = 128;

    /** Every feature of a graph has at least two neighbours, see {@code graph.topk}. */
    private static final int SMALLEST_DIMENSION = 3;

    /** Features are compared in a square matrix of doubles, which has 2 GiB then. */
    private static final int LARGEST_DIMENSION = 1 << 14;

    public EmbedConfig {
        if ((kind == Kind.WORDS || kind == Kind.TERMS) && dimension == 0) {
            dimension = WORD_DIMENSION;
        }
        Problems problems = new Problems();
        problems.check(
                dimension == 0 || dimension >= SMALLEST_DIMENSION,
                "dimension",
                dimension,
                "must be at least " + SMALLEST_DIMENSION + ", or 0 for what the kind has");
        problems.check(dimension <= LARGEST_DIMENSION, "dimension", dimension, "must be at most " + LARGEST_DIMENSION);
        problems.check(
                kind != Kind.TERMS || dimension % 2 == 0,
                "dimension",
                dimension,
                "must be even for kind = terms: half of it is what can stand in a token's place, half what it is about");
        problems.check(minCount >= 1, "min-count", minCount, "must be at least 1");
        problems.check(window >= 1, "window", window, "must be at least 1");
        problems.check(iterations >= 1, "iterations", iterations, "must be at least 1");
        problems.check(fitDocuments >= 2, "fit-documents", fitDocuments, "must be at least 2");
        problems.check(
                kind != Kind.DJL || !djl.model().isBlank(),
                "djl.model",
                djl.model(),
                "must name the directory or URL of a sentence transformer, or be " + PackagedModel.NAME);
        problems.check(kind != Kind.COLUMN || !column.isBlank(), "column", column, "must name a field");
        problems.throwIfAny();
    }
}
