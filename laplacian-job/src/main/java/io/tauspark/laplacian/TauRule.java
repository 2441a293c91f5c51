package io.tauspark.laplacian;

/** How τ is chosen for the documents of a memory. */
public enum TauRule {
    /** The median of the documents' energies, which gives half of them a λ above one half. */
    MEDIAN
}
