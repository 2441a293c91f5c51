package io.tauspark.graph;

import io.tauspark.memory.LaplacianForm;

/** The normalisation of L = D − W in the end. */
public enum Normalisation {
    NONE(LaplacianForm.COMBINATORIAL),
    /** L is multiplied so that its eigenvalues are 1 on average, whatever the number and weight of edges. */
    TRACE(LaplacianForm.COMBINATORIAL),
    /** D^(−1/2) L D^(−1/2): heavy features lose their weight, and no eigenvalue exceeds 2. */
    SYMMETRIC(LaplacianForm.SYMMETRIC);

    private final LaplacianForm form;

    Normalisation(LaplacianForm form) {
        this.form = form;
    }

    /** The kind of matrix that comes of it. */
    public LaplacianForm form() {
        return form;
    }
}
