package io.tauspark.graph;

/** The choice of documents that take part in {@link LeaderClustering}. */
public enum Sampling {
    ALL,
    /** Each with the same probability. */
    SIMPLE,
    /** Those far from all centroids with a higher probability. */
    DENSITY_ADAPTIVE
}
