package io.tauspark.termgraph;

/**
 * The leading factors U√σ of a sparse matrix, whose rows are vectors of its rows: where a column of U has its component
 * of largest magnitude, of several the first, that is positive.
 *
 * <p>Found by subspace iteration on AAᵀ from random signs and a Rayleigh-Ritz step at the end. Source: Halko,
 * Martinsson, Tropp, Finding Structure with Randomness, SIAM Review 2011.
 *
 * @param singular values, descending; zeros stand where the matrix has no more directions
 * @param vectors U√σ, [rows, singular values]
 */
record Factors(double[] singular, ThinMatrix vectors) {
    /** Directions beyond those wanted, which take up what the last ones would else mix with. */
    static final int EXTRA = 32;

    /** Rounds, each of which squares how far directions stand apart twice; a further one moves no neighbour. */
    private static final int ROUNDS = 2;

    private static final long SEED = 3;

    /** @param transposed of the matrix */
    static Factors of(SparseMatrix matrix, SparseMatrix transposed, int wanted) {
        int width = Math.min(matrix.rows(), wanted + EXTRA);
        ThinMatrix basis =
                matrix.times(ThinMatrix.signs(matrix.columns(), width, SEED)).orthonormal();
        for (int round = 0; round < ROUNDS && basis.columns() > 0; round++) {
            basis = matrix.times(transposed.times(basis)).orthonormal();
        }
        int directions = basis.columns();
        if (directions == 0) {
            return new Factors(new double[wanted], ThinMatrix.zeros(matrix.rows(), wanted));
        }
        ThinMatrix.Eigen eigen = ThinMatrix.Eigen.of(transposed.times(basis).gram(), directions);
        double[] singular = new double[wanted];
        double[] turn = new double[directions * wanted];
        for (int k = 0; k < Math.min(wanted, directions); k++) {
            singular[k] = Math.sqrt(Math.max(0, eigen.values()[k]));
            double scale = Math.sqrt(singular[k]);
            for (int i = 0; i < directions; i++) {
                turn[i * wanted + k] = scale * eigen.vectors()[i * directions + k];
            }
        }
        ThinMatrix vectors = basis.times(turn, wanted);
        vectors.settleSigns();
        return new Factors(singular, vectors);
    }

    /** The vectors as they are stored, in single precision. */
    float[] stored() {
        float[] stored = new float[vectors.values().length];
        for (int k = 0; k < stored.length; k++) {
            stored[k] = (float) vectors.values()[k];
        }
        return stored;
    }
}
