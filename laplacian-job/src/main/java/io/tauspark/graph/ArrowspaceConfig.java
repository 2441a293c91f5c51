package io.tauspark.graph;

import io.tauspark.config.Problems;
import io.tauspark.memory.ManifoldJson;
import java.util.Optional;

/**
 * The settings of {@link GraphConfig.Mode#ARROWSPACE}, named after arrowspace's own ({@code lambda_k},
 * {@code normalise}, {@code sampling}, {@code cluster_max_clusters}, …).
 *
 * @param k lowers {@code topk} to 3 where it is at most 5, and to 4 where it is at most 9; arrowspace uses it for
 *     nothing else
 * @param normalise whether every centroid is shifted and scaled to mean 0 and deviation 1
 * @param sparsityCheck whether a matrix with less than one entry in twenty places is refused
 * @param sampling which documents take part; all of them where they are at most 1,000
 * @param samplingRate probability of {@code simple}, and the base of {@code density-adaptive}, in (0, 1]
 * @param clusterMaxClusters most centroids; 0 chooses √(documents / 10), at least 2 and at most one per feature
 * @param clusterRadius squared distance that a cluster reaches; 0 measures it on a pilot sample
 * @param clusteringSeed of sample, pilot and projection
 * @param useDimsReduction whether centroids of more than 64 features are projected at random, where that leaves fewer
 *     features than there were and more than centroids
 * @param rpEps distortion that the projection may cause, in (0, 2)
 */
public record ArrowspaceConfig(
        int k,
        boolean normalise,
        boolean sparsityCheck,
        Sampling sampling,
        double samplingRate,
        int clusterMaxClusters,
        double clusterRadius,
        long clusteringSeed,
        boolean useDimsReduction,
        double rpEps) {
    /** The choice of documents that take part in {@link LeaderClustering}. */
    public enum Sampling {
        ALL,
        /** Each with the same probability. */
        SIMPLE,
        /** Those far from all centroids with a higher probability. */
        DENSITY_ADAPTIVE
    }

    private static final double LARGEST_DISTORTION = 2;

    public ArrowspaceConfig {
        new Problems()
                .check(k >= 1, "k", k, "must be at least 1")
                .check(samplingRate > 0 && samplingRate <= 1, "sampling-rate", samplingRate, "must lie in (0, 1]")
                .check(
                        clusterMaxClusters == 0 || clusterMaxClusters >= 2,
                        "cluster-max-clusters",
                        clusterMaxClusters,
                        "must be at least 2, or 0 to choose it by the number of documents")
                .check(
                        clusterRadius >= 0,
                        "cluster-radius",
                        clusterRadius,
                        "must be positive, or 0 to measure it on a sample")
                .check(rpEps > 0 && rpEps < LARGEST_DISTORTION, "rp-eps", rpEps, "must lie in (0, 2)")
                .throwIfAny();
    }

    ManifoldJson.Clusters described(Centroids centroids) {
        Optional<String> tag =
                switch (sampling) {
                    case ALL -> Optional.empty();
                    case SIMPLE -> Optional.of("Simple");
                    case DENSITY_ADAPTIVE -> Optional.of("DensityAdaptive");
                };
        return new ManifoldJson.Clusters(
                k,
                normalise,
                sparsityCheck,
                tag,
                samplingRate,
                centroids.most(),
                centroids.radius(),
                clusteringSeed,
                useDimsReduction,
                rpEps);
    }
}
