package io.tauspark.laplacian;

/** The rule by which τ is chosen. */
public enum TauRule {
    /** The middle energy, which gives half of the documents a λ above one half. */
    MEDIAN,
    MEAN,
    /** The energy that a given part of the documents stays below. */
    PERCENTILE,
    /** A number from the settings. */
    FIXED,
    /** The τ that a memory was published with; for documents that come later. */
    MEMORY
}
