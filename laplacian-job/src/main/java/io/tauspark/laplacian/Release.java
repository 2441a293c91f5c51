package io.tauspark.laplacian;

import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.embed.Embedder;
import io.tauspark.embed.StoredEmbedder;
import io.tauspark.graph.FeatureMoments;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.Manifold;
import io.tauspark.memory.ManifoldJson;
import io.tauspark.memory.ManifoldParquet;
import io.tauspark.store.Stopwatch;
import io.tauspark.terms.TermsFile;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * All that goes into a release.
 *
 * @param config the run's configuration
 * @param documents what was read
 * @param graph what was wired
 * @param energies of all documents on it
 * @param tau of all documents, if they share one
 * @param stages times so far
 */
record Release(
        LaplacianConfig config,
        DocumentVectors documents,
        MemoryGraph graph,
        DocumentEnergies energies,
        OptionalDouble tau,
        Stopwatch stages) {
    /** Stands for the τ that lambdas of documents of their own τ have no need of. */
    private static final double NO_TAU = Double.NaN;

    /**
     * Writes everything but the reports into a directory.
     *
     * @return the matrix as it was written
     */
    Manifold write(SparkSession spark, Path directory, Instant now) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        energies.lambdas(tau.orElse(NO_TAU)).write().parquet(new Path(directory, PublishedRelease.LAMBDAS).toString());
        Manifold manifold = ManifoldParquet.write(
                new Path(directory, DomainMemory.MATRIX), config.name(), graph.laplacian(), hadoop);
        description(now, manifold).write(directory, hadoop);
        if (graph.moments().isPresent()) {
            FeatureMoments moments = graph.moments().get();
            moments.write(new Path(directory, PublishedRelease.MOMENTS), hadoop);
        }
        if (documents.embedder().isPresent()) {
            Embedder embedder = documents.embedder().get();
            embedder.save(new Path(directory, StoredEmbedder.DIRECTORY), spark);
        }
        documents.summary().writeRejected(new Path(directory, "rejected"));
        stages.lap("write");
        return manifold;
    }

    /** Writes the files of the terms, if there are any, and gives their description. */
    Optional<TermsFile> writeTerms(SparkSession spark, Path directory) throws IOException {
        if (documents.terms().isEmpty()) {
            return Optional.empty();
        }
        TermsFile description = documents.terms().get().write(directory, config.name(), spark);
        stages.lap("write terms");
        return Optional.of(description);
    }

    private ManifoldJson description(Instant now, Manifold manifold) {
        return new ManifoldJson(
                now,
                graph.documents(),
                manifold,
                config.graph().normalisation().form(),
                config.graph().wiring(graph.centroids()),
                new ManifoldJson.Tau(
                        tau, config.tau().description(), config.tau().synthesis(), MemoryBuild.EPSILON),
                graph.projection()
                        .map(given -> new ManifoldJson.Projection(
                                given.from(), config.graph().arrowspace().clusteringSeed())));
    }

    /** The origin of the documents and what became of them. */
    Map<String, Object> inputs() {
        ReadSummary summary = documents.summary();
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("corpus", config.corpus().input());
        inputs.put("records", summary.records());
        inputs.put("documents", summary.accepted());
        inputs.put("rejected", summary.rejectedByReason());
        documents.embedder().ifPresent(embedder -> inputs.put("embedder", embedder.provenance()));
        documents.terms().ifPresent(terms -> inputs.put("terms", terms.provenance()));
        return inputs;
    }
}
