package io.tauspark.memory;

import io.tauspark.config.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.netlib.lapack.Dpotrf;
import org.netlib.lapack.Dpotrs;
import org.netlib.util.intW;

/**
 * Kron reduction: the Laplacian that the kept features see when all others settle where they cost least energy,
 * L_aa − L_ab L_bb⁻¹ L_ba. It is again a Laplacian, and keeps the effective resistance between kept features.
 *
 * <p>Source: Dörfler and Bullo, Kron reduction of graphs with applications to electrical networks (IEEE TCAS 2013).
 */
public final class KronReduction {
    /** Entries below this part of the largest before the reduction are what rounding leaves of a zero. */
    private static final double NOISE = 1e-13;

    private KronReduction() {}

    /**
     * One Laplacian per attention head: head h keeps the features h · width to (h + 1) · width − 1, and features
     * beyond the last head are eliminated from all of them.
     *
     * @return per head a matrix [width · width] row by row
     * @throws InvalidInput if the heads need more features than there are, or a head is left without any edge
     */
    public static List<double[]> headLaplacians(Laplacian laplacian, int heads, int width) {
        if (heads < 1 || width < 1 || (long) heads * width > laplacian.size()) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "%d heads of width %d need %d features, the memory has %d;"
                            + " lower the number of heads or their width, or build a memory with more features",
                    heads,
                    width,
                    (long) heads * width,
                    laplacian.size()));
        }
        List<double[]> reduced = new ArrayList<>();
        for (int head = 0; head < heads; head++) {
            int first = head * width;
            double[] matrix =
                    onto(laplacian, IntStream.range(first, first + width).toArray());
            if (IntStream.range(0, matrix.length).allMatch(k -> matrix[k] == 0)) {
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "head %d keeps the features %d to %d, which no path in the memory connects:"
                                + " every energy would be zero; widen the heads or rebuild the memory with more"
                                + " neighbours",
                        head,
                        first,
                        first + width - 1));
            }
            reduced.add(matrix);
        }
        return reduced;
    }

    /**
     * Reduces a Laplacian to some of its features.
     *
     * @param kept distinct features, in the order of the result's rows
     * @return matrix [kept · kept] row by row, symmetric
     * @throws InvalidInput if the matrix is not positive definite on the eliminated features, so no Laplacian
     */
    public static double[] onto(Laplacian laplacian, int... kept) {
        int[] eliminated = eliminated(laplacian, kept);
        int inner = eliminated.length;
        double[] block = block(laplacian, eliminated, eliminated);
        double[] coupling = block(laplacian, eliminated, kept);
        double[] response = coupling.clone();
        if (inner > 0) {
            intW info = new intW(0);
            Dpotrf.dpotrf("L", inner, block, 0, inner, info);
            if (info.val != 0) {
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "matrix is not positive definite on the %d eliminated features: it is no graph Laplacian",
                        inner));
            }
            Dpotrs.dpotrs("L", inner, kept.length, block, 0, inner, response, 0, inner, info);
        }
        double[] reduced = block(laplacian, kept, kept);
        double noise = NOISE * Arrays.stream(reduced).map(Math::abs).max().orElse(0);
        for (int i = 0; i < kept.length; i++) {
            for (int j = 0; j < kept.length; j++) {
                double sum = 0;
                for (int k = 0; k < inner; k++) {
                    sum += coupling[i * inner + k] * response[j * inner + k];
                }
                reduced[j * kept.length + i] -= sum;
            }
        }
        return cleaned(reduced, kept.length, noise);
    }

    /** Features that are not kept but connected with one that is; the others carry no current and would be singular. */
    private static int[] eliminated(Laplacian laplacian, int[] kept) {
        boolean[] reached = new boolean[laplacian.size()];
        boolean[] isKept = new boolean[laplacian.size()];
        for (int feature : kept) {
            if (isKept[feature]) {
                throw new IllegalArgumentException(String.format(Locale.ROOT, "feature %d is kept twice", feature));
            }
            isKept[feature] = true;
            if (!reached[feature]) {
                laplacian.reach(feature, reached);
            }
        }
        return IntStream.range(0, laplacian.size())
                .filter(feature -> reached[feature] && !isKept[feature])
                .toArray();
    }

    /** A part of the matrix column by column, as LAPACK reads it. */
    private static double[] block(Laplacian laplacian, int[] rows, int[] columns) {
        double[] block = new double[rows.length * columns.length];
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i < rows.length; i++) {
                block[j * rows.length + i] = laplacian.at(rows[i], columns[j]);
            }
        }
        return block;
    }

    private static double[] cleaned(double[] matrix, int size, double noise) {
        for (int i = 0; i < size; i++) {
            for (int j = i; j < size; j++) {
                double mean = (matrix[i * size + j] + matrix[j * size + i]) / 2;
                double value = Math.abs(mean) <= noise ? 0 : mean;
                matrix[i * size + j] = value;
                matrix[j * size + i] = value;
            }
        }
        return matrix;
    }
}
