package io.tauspark.graph;

/** The features that a feature may be linked with. */
public enum Neighbours {
    /** The nearest of all. */
    EXACT,
    /**
     * The nearest of every n-th, the same few for all features, as the search behind arrowspace up to 0.24 does. It
     * makes those few into hubs; for comparison only.
     */
    STRIDED
}
