package io.tauspark.embed;

/** Where document vectors come from. */
public enum EmbedKind {
    /** Word vectors fitted on the corpus itself. */
    WORDS
}
