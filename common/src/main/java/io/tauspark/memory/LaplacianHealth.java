package io.tauspark.memory;

import io.tauspark.config.InvalidInput;
import java.util.List;
import java.util.Locale;

/**
 * The health of a matrix as the Laplacian of a feature graph.
 *
 * @param form what it claims to be
 * @param size rows
 * @param nonZeros stored entries
 * @param density stored entries per place
 * @param largestEntry largest absolute value, the measure of all tolerances
 * @param maxAsymmetry largest difference of two mirrored entries
 * @param maxRowSum largest absolute row sum; zero up to rounding in the combinatorial form, anything in the symmetric
 * @param smallestEigenvalue 0 up to rounding for a Laplacian
 * @param lambda2 second smallest eigenvalue, the algebraic connectivity: 0 if the graph falls apart
 * @param largestEigenvalue upper bound of every energy
 * @param components connected components; a single feature without edges is one
 * @param hubShare share of the weight on the 5 % heaviest features, see {@link GraphShape#hubShare}
 * @param broken every rule of its form that the matrix breaks, in words; empty for a sound one
 */
public record LaplacianHealth(
        LaplacianForm form,
        int size,
        int nonZeros,
        double density,
        double largestEntry,
        double maxAsymmetry,
        double maxRowSum,
        double smallestEigenvalue,
        double lambda2,
        double largestEigenvalue,
        int components,
        double hubShare,
        List<String> broken) {
    /** Far above what rounding does in double precision, far below what a missing entry does. */
    static final double TOLERANCE = 1e-9;

    public LaplacianHealth {
        broken = List.copyOf(broken);
    }

    /** Measures a matrix of the combinatorial form. */
    public static LaplacianHealth of(Laplacian laplacian) {
        return of(laplacian, LaplacianForm.COMBINATORIAL);
    }

    /** Measures a matrix; costs its eigenvalues, cubic in its size. {@link LaplacianSurvey} also keeps the spectrum. */
    public static LaplacianHealth of(Laplacian laplacian, LaplacianForm form) {
        return of(laplacian, form, Spectrum.values(laplacian));
    }

    /** @param eigenvalues of the matrix, ascending */
    static LaplacianHealth of(Laplacian laplacian, LaplacianForm form, double[] eigenvalues) {
        int size = laplacian.size();
        LaplacianEntries entries = LaplacianEntries.of(laplacian);
        int components = components(laplacian);
        return new LaplacianHealth(
                form,
                size,
                laplacian.nonZeros(),
                laplacian.nonZeros() / ((double) size * size),
                entries.largest(),
                entries.maxAsymmetry(),
                entries.maxRowSum(),
                eigenvalues[0],
                size > 1 ? eigenvalues[1] : 0,
                eigenvalues[size - 1],
                components,
                GraphShape.of(laplacian, form).hubShare(),
                entries.broken(form, eigenvalues, components));
    }

    /** No eigenvalue is below zero by more than rounding explains. */
    public boolean positiveSemiDefinite() {
        return smallestEigenvalue >= -TOLERANCE * largestEntry;
    }

    /** @throws InvalidInput with every rule of its form that is broken */
    public void requireSound() {
        if (!broken.isEmpty()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "matrix of %d features is no %s graph Laplacian (tolerance %.1g): %s",
                    size,
                    form == LaplacianForm.SYMMETRIC ? "symmetric normalised" : "combinatorial",
                    TOLERANCE * largestEntry,
                    String.join("; ", broken)));
        }
    }

    private static int components(Laplacian laplacian) {
        boolean[] seen = new boolean[laplacian.size()];
        int components = 0;
        for (int start = 0; start < seen.length; start++) {
            if (!seen[start]) {
                components++;
                laplacian.reach(start, seen);
            }
        }
        return components;
    }
}
