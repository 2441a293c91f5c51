package io.tauspark.model;

/** Where the log-weight of a key comes from, which gives attention its sense of time. */
public enum KeyWeight {
    /** A learnable slope per head: a key loses weight in proportion to its age. */
    SLOPE,
    /** A weight and a forget gate per head, both linear in the token's hidden state. */
    LEARNED
}
