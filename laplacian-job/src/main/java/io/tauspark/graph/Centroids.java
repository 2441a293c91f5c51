package io.tauspark.graph;

import io.tauspark.config.InvalidInput;
import io.tauspark.graph.ArrowspaceConfig.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * The centroids of a sample of the documents, which arrowspace builds its graph from in the place of all documents.
 *
 * <p>Where arrowspace draws the sample by the operating system and takes rows as they come, the sample here depends on
 * seed and id, and rows come in the order of their ids, so that the same documents give the same centroids.
 *
 * @param rows the centroids, each as wide as the documents' vectors or their projection
 * @param members documents that belong to a cluster
 * @param dropped documents of the sample that are too far from every cluster
 * @param most centroids that there could be
 * @param radius squared distance that a cluster reached
 */
public record Centroids(List<double[]> rows, long members, long dropped, int most, double radius) {
    /** Up to here arrowspace samples nothing. */
    private static final long SMALL = 1000;

    private static final double DOCUMENTS_PER_SQUARED_CLUSTER = 10;
    private static final double SMALLEST_PROBABILITY = 0.01;

    /**
     * Clusters documents. One task does it, through which the sample streams.
     *
     * @param documents id and vector
     * @param count how many they are
     * @throws InvalidInput if fewer than two clusters come of them
     */
    public static Centroids of(
            SparkSession spark,
            JavaPairRDD<String, double[]> documents,
            long count,
            int features,
            ArrowspaceConfig config) {
        int most = config.clusterMaxClusters() > 0 ? config.clusterMaxClusters() : clusters(count, features);
        double radius = config.clusterRadius() > 0
                ? config.clusterRadius()
                : PilotRadius.of(spark, documents, most, config.clusteringSeed());
        Sampling sampling = count <= SMALL ? Sampling.ALL : config.sampling();
        double rate = config.samplingRate();
        long seed = config.clusteringSeed();
        Tuple2<double[][], long[]> found = documents
                .filter(document -> sampling != Sampling.SIMPLE || SamplePlace.of(seed, "sample", document._1()) < rate)
                .sortByKey(true, 1)
                .mapPartitions(rows -> {
                    LeaderClustering clustering = new LeaderClustering(most, radius);
                    rows.forEachRemaining(row -> clustering.add(
                            row._2(),
                            distance -> sampling != Sampling.DENSITY_ADAPTIVE
                                    || SamplePlace.of(seed, "sample", row._1())
                                            < probability(rate, clustering.fill(), distance)));
                    long[] counts = {clustering.members(), clustering.dropped()};
                    return List.of(new Tuple2<>(clustering.centroids(), counts)).iterator();
                })
                .first();
        if (found._1().length == 0) {
            throw new InvalidInput("graph.arrowspace.sampling-rate = %s takes none of the documents; raise it"
                    .formatted(config.samplingRate()));
        }
        if (found._1().length == 1) {
            throw new InvalidInput(("all documents lie within one cluster, a graph needs 2; set"
                            + " graph.arrowspace.cluster-radius below the %s that was %s, or give documents that differ")
                    .formatted(radius, config.clusterRadius() > 0 ? "set" : "measured"));
        }
        return new Centroids(List.of(found._1()), found._2()[0], found._2()[1], most, radius);
    }

    /** √(documents / 10), which is what arrowspace's search for a number comes to on many documents. */
    static int clusters(long documents, int features) {
        long root = (long) Math.ceil(Math.sqrt(documents / DOCUMENTS_PER_SQUARED_CLUSTER));
        return (int) Math.max(2, Math.min(root, features));
    }

    /**
     * The probability that density-adaptive sampling takes a row: higher far from all centroids, lower when there are
     * many.
     *
     * @param fill share of the possible centroids that exist
     * @param distance squared, to the nearest centroid
     */
    static double probability(double rate, double fill, double distance) {
        double probability = rate * (1 - 0.1 * fill) * (1 + 0.3 * Math.max(0, Math.log(distance + 0.1)));
        return Math.max(SMALLEST_PROBABILITY, Math.min(1, probability));
    }

    /** The projection that arrowspace would apply to these centroids, and to every vector from then on, if any. */
    public Optional<RandomProjection> projection(ArrowspaceConfig config) {
        int features = rows.get(0).length;
        if (!config.useDimsReduction()) {
            return Optional.empty();
        }
        return RandomProjection.of(features, rows.size(), config.rpEps(), config.clusteringSeed());
    }

    /** The same clusters with projected centroids. */
    public Centroids projected(RandomProjection projection) {
        return new Centroids(rows.stream().map(projection::apply).toList(), members, dropped, most, radius);
    }

    /** The inner products of features over the centroids. */
    public FeatureGram gram(ArrowspaceConfig config) {
        return FeatureGram.of(rows.stream()
                .map(row -> config.normalise() ? standardised(row) : row)
                .toArray(double[][]::new));
    }

    private static double[] standardised(double[] row) {
        double mean = Arrays.stream(row).average().orElse(0);
        double variance = Arrays.stream(row)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0);
        double scale = variance > 0 ? 1 / Math.sqrt(variance) : 1;
        return Arrays.stream(row).map(value -> (value - mean) * scale).toArray();
    }
}
