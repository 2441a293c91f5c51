package io.tauspark.embed;

/** The source of document vectors. */
public enum EmbedKind {
    /** Word vectors fitted on the corpus itself. */
    WORDS,
    /** A sentence transformer that DJL runs. */
    DJL,
    /** A column of the corpus, made by something else; there is no {@link Embedder}. */
    COLUMN
}
