package io.tauspark.laplacian;

/** The numbers that τ is a quantity of. */
public enum TauSource {
    /** The energies of all documents: one τ for all. */
    ENERGIES,
    /** The coordinates of a vector itself: every document has its own τ, as in arrowspace and tauformer. */
    COORDINATES
}
