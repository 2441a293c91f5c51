package io.tauspark.graph;

/** When each feature keeps only the better half of its neighbours. */
public enum Sparsify {
    /** Where features have more than ten neighbours on average, which is arrowspace's rule. */
    AUTO,
    ALWAYS,
    NEVER
}
