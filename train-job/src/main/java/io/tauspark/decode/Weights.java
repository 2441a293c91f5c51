package io.tauspark.decode;

/** What the matrices of a model are kept in for single tokens in plain Java. */
public enum Weights {
    /** As they were trained. */
    FLOAT32,
    /** Whole numbers from −127 to 127 with a scale for each output: a quarter of what is read for a token. */
    INT8
}
