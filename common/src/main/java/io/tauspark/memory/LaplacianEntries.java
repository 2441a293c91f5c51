package io.tauspark.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The properties of the entries of a matrix by which it is judged as a Laplacian.
 *
 * @param largest largest absolute value
 * @param maxAsymmetry largest difference of two mirrored entries
 * @param maxRowSum largest absolute row sum
 * @param largestOffDiagonal largest value beside the diagonal, 0 if none is positive
 * @param diagonalError largest distance of a diagonal entry from 1, or from 0 in a row without edges
 */
record LaplacianEntries(
        double largest, double maxAsymmetry, double maxRowSum, double largestOffDiagonal, double diagonalError) {
    /** No eigenvalue of a symmetric normalised Laplacian exceeds it. */
    private static final double SYMMETRIC_BOUND = 2;

    static LaplacianEntries of(Laplacian laplacian) {
        int size = laplacian.size();
        double[] largest = new double[2];
        double[] rowSums = new double[size];
        boolean[] connected = new boolean[size];
        laplacian.forEach((row, column, value) -> {
            largest[0] = Math.max(largest[0], Math.abs(value));
            rowSums[row] += value;
            if (row != column) {
                largest[1] = Math.max(largest[1], value);
                connected[row] |= value != 0;
            }
        });
        double diagonalError = 0;
        for (int row = 0; row < size; row++) {
            diagonalError = Math.max(diagonalError, Math.abs(laplacian.at(row, row) - (connected[row] ? 1 : 0)));
        }
        return new LaplacianEntries(
                largest[0],
                laplacian.maxAsymmetry(),
                Arrays.stream(rowSums).map(Math::abs).max().orElse(0),
                largest[1],
                diagonalError);
    }

    /**
     * The rules that a matrix breaks. Those of the symmetric form are complete: a component with a unit diagonal, no
     * positive entry beside it and a smallest eigenvalue of zero has, by Perron and Frobenius, a positive vector v with
     * Lv = 0, and is then the Laplacian of the weights −L_ij v_i v_j.
     *
     * @param eigenvalues ascending
     * @param components of the graph
     */
    List<String> broken(LaplacianForm form, double[] eigenvalues, int components) {
        double allowed = LaplacianHealth.TOLERANCE * largest;
        List<String> broken = new ArrayList<>();
        check(broken, largest > 0, "all entries are zero, the graph has no edges");
        check(
                broken,
                maxAsymmetry <= allowed,
                String.format(Locale.ROOT, "not symmetric: mirrored entries differ by up to %.3g", maxAsymmetry));
        check(
                broken,
                largestOffDiagonal <= allowed,
                String.format(
                        Locale.ROOT,
                        "an entry beside the diagonal is %.3g: the weight of an edge would be negative",
                        largestOffDiagonal));
        if (form == LaplacianForm.COMBINATORIAL) {
            check(
                    broken,
                    maxRowSum <= allowed,
                    String.format(Locale.ROOT, "rows sum to up to %.3g instead of zero", maxRowSum));
        } else {
            double ofComponents = eigenvalues[components - 1];
            double highest = eigenvalues[eigenvalues.length - 1];
            check(
                    broken,
                    diagonalError <= allowed,
                    String.format(
                            Locale.ROOT,
                            "the diagonal is off by up to %.3g: it must be 1, or 0 for a feature without edges",
                            diagonalError));
            check(
                    broken,
                    ofComponents <= allowed,
                    String.format(
                            Locale.ROOT,
                            "not singular: every component needs an eigenvalue 0, found %.3g",
                            ofComponents));
            check(
                    broken,
                    highest <= SYMMETRIC_BOUND + allowed,
                    String.format(Locale.ROOT, "its largest eigenvalue is %.6g, must not exceed 2", highest));
        }
        check(
                broken,
                eigenvalues[0] >= -allowed,
                String.format(Locale.ROOT, "not positive semi-definite: smallest eigenvalue is %.3g", eigenvalues[0]));
        return broken;
    }

    private static void check(List<String> broken, boolean holds, String otherwise) {
        if (!holds) {
            broken.add(otherwise);
        }
    }
}
