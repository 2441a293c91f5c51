package io.tauspark.memory;

/** The form of a matrix, which decides what a sound one looks like. */
public enum LaplacianForm {
    /** L = D − W, perhaps times one number: rows sum to zero. */
    COMBINATORIAL,
    /** D^(−1/2) (D − W) D^(−1/2): the diagonal is 1, or 0 for a feature without edges, and no eigenvalue exceeds 2. */
    SYMMETRIC
}
