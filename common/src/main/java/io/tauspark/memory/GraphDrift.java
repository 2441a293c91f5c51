package io.tauspark.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two graphs on the same features.
 *
 * @param spectrumDistance Σ|λᵢ − λ'ᵢ| / Σ(λᵢ + λ'ᵢ) over eigenvalues of the same rank, in [0, 1]; blind to a
 *     renumbering of features
 * @param edgeOverlap edges of both per edges of either, in [0, 1]
 * @param weightOverlap Σ min(w, w') / Σ max(w, w') over all pairs of features, in [0, 1]
 * @param rotation of the low spectrum; null if that has no gap where it could be cut
 * @param spectrumBefore eigenvalues of the earlier graph, ascending
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GraphDrift(
        double spectrumDistance,
        double edgeOverlap,
        double weightOverlap,
        @Nullable SubspaceRotation rotation,
        List<Double> spectrumBefore) {

    public GraphDrift {
        spectrumBefore = List.copyOf(spectrumBefore);
    }

    static GraphDrift between(LaplacianSurvey before, LaplacianSurvey after) {
        Overlap overlap = Overlap.of(before.laplacian(), after.laplacian());
        return new GraphDrift(
                distance(before.spectrum(), after.spectrum()),
                overlap.edges(),
                overlap.weight(),
                SubspaceRotation.between(before.spectrum(), after.spectrum()).orElse(null),
                before.spectrum().values());
    }

    private static double distance(Spectrum before, Spectrum after) {
        double difference = 0;
        double sum = 0;
        for (int rank = 0; rank < before.size(); rank++) {
            difference += Math.abs(before.value(rank) - after.value(rank));
            sum += Math.abs(before.value(rank)) + Math.abs(after.value(rank));
        }
        return sum > 0 ? difference / sum : 0;
    }

    /** Jaccard indices of the edges, plain and weighted; two graphs without edges overlap fully. */
    private record Overlap(double edges, double weight) {
        static Overlap of(Laplacian before, Laplacian after) {
            double[] smaller = new double[1];
            double[] larger = new double[1];
            int[] both = new int[1];
            int[] either = new int[1];
            before.forEach((row, column, value) -> {
                if (row < column && value != 0) {
                    double other = after.at(row, column);
                    smaller[0] += Math.min(Math.abs(value), Math.abs(other));
                    larger[0] += Math.max(Math.abs(value), Math.abs(other));
                    both[0] += other == 0 ? 0 : 1;
                    either[0]++;
                }
            });
            after.forEach((row, column, value) -> {
                if (row < column && value != 0 && before.at(row, column) == 0) {
                    larger[0] += Math.abs(value);
                    either[0]++;
                }
            });
            return new Overlap(
                    either[0] == 0 ? 1 : both[0] / (double) either[0], larger[0] == 0 ? 1 : smaller[0] / larger[0]);
        }
    }
}
