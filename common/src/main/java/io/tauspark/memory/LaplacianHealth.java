package io.tauspark.memory;

import io.tauspark.config.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.netlib.lapack.Dsyev;
import org.netlib.util.intW;

/**
 * What a matrix is worth as the Laplacian of a feature graph.
 *
 * @param size rows
 * @param nonZeros stored entries
 * @param density stored entries per place
 * @param largestEntry largest absolute value, the measure of all tolerances
 * @param maxAsymmetry largest difference of two mirrored entries
 * @param maxRowSum largest absolute row sum
 * @param smallestEigenvalue 0 up to rounding for a Laplacian
 * @param lambda2 second smallest eigenvalue, the algebraic connectivity: 0 if the graph falls apart
 * @param largestEigenvalue upper bound of every energy
 * @param components connected components; a single feature without edges is one
 * @param hubShare share of the trace on the 5 % heaviest features: 0.05 for a regular graph, near 1 for stars
 */
public record LaplacianHealth(
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
        double hubShare) {
    private static final double HUBS = 0.05;

    /** Far above what rounding does in double precision, far below what a missing entry does. */
    private static final double TOLERANCE = 1e-9;

    /** Measures a matrix; costs the spectrum of its dense form, cubic in its size. */
    public static LaplacianHealth of(Laplacian laplacian) {
        int size = laplacian.size();
        double[] largest = new double[1];
        double[] rowSums = new double[size];
        laplacian.forEach((row, column, value) -> {
            largest[0] = Math.max(largest[0], Math.abs(value));
            rowSums[row] += value;
        });
        double[] spectrum = eigenvalues(laplacian);
        return new LaplacianHealth(
                size,
                laplacian.nonZeros(),
                laplacian.nonZeros() / ((double) size * size),
                largest[0],
                laplacian.maxAsymmetry(),
                Arrays.stream(rowSums).map(Math::abs).max().orElse(0),
                spectrum[0],
                size > 1 ? spectrum[1] : 0,
                spectrum[size - 1],
                components(laplacian),
                hubShare(laplacian));
    }

    /** No eigenvalue is below zero by more than rounding explains. */
    public boolean positiveSemiDefinite() {
        return smallestEigenvalue >= -TOLERANCE * largestEntry;
    }

    /** @throws InvalidInput with every rule of a Laplacian that is broken */
    public void requireSound() {
        List<String> broken = new ArrayList<>();
        double allowed = TOLERANCE * largestEntry;
        if (largestEntry == 0) {
            broken.add("all entries are zero, the graph has no edges");
        }
        if (maxAsymmetry > allowed) {
            broken.add("not symmetric: mirrored entries differ by up to %.3g".formatted(maxAsymmetry));
        }
        if (maxRowSum > allowed) {
            broken.add("rows sum to up to %.3g instead of zero".formatted(maxRowSum));
        }
        if (!positiveSemiDefinite()) {
            broken.add("not positive semi-definite: smallest eigenvalue is %.3g".formatted(smallestEigenvalue));
        }
        if (!broken.isEmpty()) {
            throw new InvalidInput("matrix of %d features is no graph Laplacian (tolerance %.1g): %s"
                    .formatted(size, allowed, String.join("; ", broken)));
        }
    }

    /** In ascending order; of the upper triangle, should the matrix not be symmetric. */
    private static double[] eigenvalues(Laplacian laplacian) {
        int size = laplacian.size();
        double[] values = new double[size];
        double[] work = new double[3 * size]; // dsyev needs at least 3 n − 1
        intW info = new intW(0);
        // LAPACK in Java: the same bits on every machine, and no search for native libraries, which warns.
        Dsyev.dsyev("N", "L", size, laplacian.dense(), 0, size, values, 0, work, 0, work.length, info);
        if (info.val != 0) {
            throw new InvalidInput("the spectrum of the %d by %d matrix does not converge".formatted(size, size));
        }
        return values;
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

    private static double hubShare(Laplacian laplacian) {
        int size = laplacian.size();
        double[] weights = new double[size];
        for (int feature = 0; feature < size; feature++) {
            weights[feature] = laplacian.at(feature, feature);
        }
        double trace = Arrays.stream(weights).sum();
        Arrays.sort(weights);
        double heaviest = Arrays.stream(weights)
                .skip(size - (long) Math.ceil(HUBS * size))
                .sum();
        return trace > 0 ? heaviest / trace : 0;
    }
}
