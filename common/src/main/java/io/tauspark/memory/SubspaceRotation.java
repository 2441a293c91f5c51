package io.tauspark.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.netlib.lapack.Dgesvd;
import org.netlib.util.intW;

/**
 * The rotation of the low spectrum of a graph, its coarse structure.
 *
 * <p>Eigenvectors of close eigenvalues turn into each other at the smallest change, and those of equal ones are not
 * determined at all, so single vectors say nothing. The subspace below a gap is stable: a change of size ε turns it by
 * about ε / gap (Davis and Kahan, The rotation of eigenvectors by a perturbation, 1970). The cut is therefore made
 * after the k lowest eigenvalues beyond the first, k ≤ 8, where the smaller of both graphs' relative gaps is largest.
 *
 * @param dimension k
 * @param gap (λ_(k+1) − λ_k) / λ_(k+1), λ₀ being the first; the smaller of both graphs', in (0, 1]
 * @param degrees principal angles of the two subspaces, ascending, each in [0, 90]
 */
public record SubspaceRotation(int dimension, double gap, List<Double> degrees) {
    private static final int LARGEST_DIMENSION = 8;

    /** Past a smaller gap, a change of one percent in the weights may turn the subspace by any angle. */
    private static final double SMALLEST_GAP = 0.01;

    public SubspaceRotation {
        degrees = List.copyOf(degrees);
    }

    /** The rotation between two spectra of the same size; empty if none of the places for a cut lies in a gap. */
    static Optional<SubspaceRotation> between(Spectrum before, Spectrum after) {
        int best = 0;
        double bestGap = SMALLEST_GAP;
        for (int k = 1; k <= LARGEST_DIMENSION && k + 1 < before.size(); k++) {
            double gap = Math.min(gap(before, k), gap(after, k));
            if (gap > bestGap) {
                best = k;
                bestGap = gap;
            }
        }
        return best == 0
                ? Optional.empty()
                : Optional.of(new SubspaceRotation(best, bestGap, angles(before, after, best)));
    }

    private static double gap(Spectrum spectrum, int k) {
        // What rounding leaves of a zero is no gap.
        double zero = LaplacianHealth.TOLERANCE * spectrum.value(spectrum.size() - 1);
        double above = spectrum.value(k + 1);
        return above > zero ? (above - Math.max(spectrum.value(k), 0)) / above : 0;
    }

    /**
     * The first eigenvector, constant in both graphs, takes part, and the smallest angle is left out for it: where a
     * graph falls apart, no one vector of its null space is the constant one.
     */
    private static List<Double> angles(Spectrum before, Spectrum after, int k) {
        return principalAngles(before.lowest(k + 1), after.lowest(k + 1), before.size(), k + 1)
                .subList(1, k + 1);
    }

    /**
     * The angles between the spans of two orthonormal bases, ascending, in degrees: small ones by their sine, large
     * ones by their cosine, since either is blind where the other is sharp.
     *
     * <p>Source: Björck and Golub, Numerical methods for computing angles between linear subspaces (1973).
     *
     * @param first [count · size], one vector after the other
     * @param second [count · size]
     */
    static List<Double> principalAngles(double[] first, double[] second, int size, int count) {
        double[] inner = new double[count * count];
        for (int j = 0; j < count; j++) {
            for (int i = 0; i < count; i++) {
                for (int row = 0; row < size; row++) {
                    inner[j * count + i] += first[i * size + row] * second[j * size + row];
                }
            }
        }
        double[] outside = second.clone();
        for (int j = 0; j < count; j++) {
            for (int i = 0; i < count; i++) {
                for (int row = 0; row < size; row++) {
                    outside[j * size + row] -= first[i * size + row] * inner[j * count + i];
                }
            }
        }
        double[] cosines = singularValues(inner, count, count);
        double[] sines = singularValues(outside, size, count);
        Double[] degrees = new Double[count];
        for (int k = 0; k < count; k++) {
            double sine = sines[count - 1 - k];
            double radians = sine * sine < 1.0 / 2 ? Math.asin(sine) : Math.acos(Math.min(1, cosines[k]));
            degrees[k] = Math.toDegrees(radians);
        }
        return Arrays.asList(degrees);
    }

    /**
     * The singular values, in descending order, of a matrix column by column with at least as many rows as columns;
     * overwrites it.
     */
    private static double[] singularValues(double[] matrix, int rows, int columns) {
        double[] values = new double[columns];
        double[] work = new double[5 * (rows + columns)]; // dgesvd needs at least max(3 columns + rows, 5 columns)
        intW info = new intW(0);
        double[] none = new double[1];
        Dgesvd.dgesvd(
                "N",
                "N",
                rows,
                columns,
                matrix,
                0,
                rows,
                values,
                0,
                none,
                0,
                1,
                none,
                0,
                1,
                work,
                0,
                work.length,
                info);
        if (info.val != 0) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "singular values of a %d by %d matrix do not converge", rows, columns));
        }
        return values;
    }
}
