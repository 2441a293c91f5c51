package io.tauspark.model;

/** The source of the log-weight of a key, which gives attention its sense of time. */
public enum KeyWeight {
    /** All keys weigh the same. */
    NONE(0),
    /** A learnable slope per head: a key loses weight in proportion to its age. */
    SLOPE(1),
    /** A weight and a forget gate per head, both linear in the token's hidden state. */
    LEARNED(2);

    private final int number;

    KeyWeight(int number) {
        this.number = number;
    }

    /** Its number in the TorchScript program. */
    public int number() {
        return number;
    }
}
