package io.tauspark.graph;

/** The rule of when each feature keeps only the better half of its neighbours. */
public enum Sparsify {
    /** Only where features have more than ten neighbours on average, which is arrowspace's rule. */
    AUTO,
    ALWAYS,
    NEVER
}
