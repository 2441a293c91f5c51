package io.tauspark.graph;

/** The vectors that say how far two features are apart. */
public enum GraphMode {
    /** Those of all documents, in one pass and without any sampling. */
    EXACT,
    /** The centroids of a sample of the documents, as arrowspace does; for comparison only. */
    ARROWSPACE
}
