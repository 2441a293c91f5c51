package io.tauspark.laplacian;

import io.tauspark.config.InvalidInput;
import io.tauspark.graph.Centroids;
import io.tauspark.graph.FeatureGraph;
import io.tauspark.graph.FeatureMoments;
import io.tauspark.graph.GraphConfig;
import io.tauspark.graph.RandomProjection;
import io.tauspark.memory.Laplacian;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.SparkSession;

/**
 * A feature graph and what it was wired from.
 *
 * @param laplacian the matrix
 * @param added documents that were read for it
 * @param documents all that it is made of, those of the release that it carries over included
 * @param moments of all documents, in exact mode
 * @param centroids of a sample of them, in arrowspace's
 * @param projection what vectors go through before they meet the matrix, if anything
 */
record MemoryGraph(
        Laplacian laplacian,
        long added,
        long documents,
        Optional<FeatureMoments> moments,
        Optional<Centroids> centroids,
        Optional<RandomProjection> projection) {
    /** Fewest documents: with one every two features are parallel, and there is no graph. */
    private static final int FEWEST_DOCUMENTS = 2;

    /** Below this part of all places arrowspace's sparsity check refuses a matrix. */
    private static final double SPARSE = 0.05;

    /**
     * Wires the graph of all documents.
     *
     * @param added moments of the documents that were read
     * @param earlier moments of those that are carried over from the release
     * @throws InvalidInput if they are fewer than two together, or have too few features
     */
    static MemoryGraph exact(FeatureMoments added, Optional<FeatureMoments> earlier, GraphConfig config) {
        FeatureMoments all = earlier.map(added::plus).orElse(added);
        if (all.documents() < FEWEST_DOCUMENTS) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "%d document(s) give no graph, at least %d are needed to compare features; give more documents",
                    all.documents(),
                    FEWEST_DOCUMENTS));
        }
        Laplacian laplacian = FeatureGraph.laplacian(all.gram(), config);
        return new MemoryGraph(
                laplacian, added.documents(), all.documents(), Optional.of(all), Optional.empty(), Optional.empty());
    }

    /**
     * Wires the graph of centroids, as arrowspace does.
     *
     * @throws InvalidInput if the documents do not form clusters, or the graph is too sparse and was to be checked
     */
    static MemoryGraph arrowspace(
            SparkSession spark, JavaPairRDD<String, double[]> vectors, int dimension, GraphConfig config) {
        long count = vectors.count();
        Centroids found = Centroids.of(spark, vectors, count, dimension, config.arrowspace());
        Optional<RandomProjection> projection = found.projection(config.arrowspace());
        Centroids centroids = projection.map(found::projected).orElse(found);
        Laplacian laplacian = FeatureGraph.laplacian(centroids.gram(config.arrowspace()), config);
        double density = laplacian.nonZeros() / ((double) laplacian.size() * laplacian.size());
        if (config.arrowspace().sparsityCheck() && density < SPARSE) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "%.1f %% of the Laplacian are zeros, graph.arrowspace.sparsity-check allows 95 %%; raise %s,"
                            + " or switch the check off",
                    100 * (1 - density),
                    config.isTopkLowered() ? "graph.arrowspace.k above 9" : "graph.topk"));
        }
        return new MemoryGraph(laplacian, count, count, Optional.empty(), Optional.of(centroids), projection);
    }

    /** The vectors that meet the matrix. */
    JavaPairRDD<String, double[]> projected(JavaPairRDD<String, double[]> vectors) {
        return projection.map(given -> vectors.mapValues(given::apply)).orElse(vectors);
    }
}
