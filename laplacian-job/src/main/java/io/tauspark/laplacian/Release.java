package io.tauspark.laplacian;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hex;

import io.tauspark.corpus.JsonlCorpus;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.memory.Manifold;
import io.tauspark.memory.ManifoldJson;
import io.tauspark.memory.ManifoldParquet;
import io.tauspark.memory.Taumode;
import io.tauspark.release.ReleaseWriter;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * All that goes into a release.
 *
 * @param config the run's configuration
 * @param corpus the documents
 * @param vocabulary words that have a vector
 * @param laplacian the matrix
 * @param health what it is worth
 * @param energies of the documents on it
 */
record Release(
        LaplacianConfig config,
        JsonlCorpus corpus,
        long vocabulary,
        Laplacian laplacian,
        LaplacianHealth health,
        DocumentEnergies energies) {
    /** Long enough for a driver that collects garbage, short enough to wait for after one was killed. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** Writes and promotes the release. */
    LaplacianReport publish(SparkSession spark, Path output, Stopwatch stages) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Instant now = Instant.now();
        Path release;
        try (ReleaseWriter writer = ReleaseWriter.open(output, "laplacian", LEASE, hadoop)) {
            release = writer.publish(now, directory -> write(spark, directory, now, stages));
            writer.promote(release.getName(), "built");
        }
        Manifold published = ManifoldParquet.read(new Path(release, DomainMemory.MATRIX), hadoop);
        return report(release.toString(), published);
    }

    private void write(SparkSession spark, Path directory, Instant now, Stopwatch stages) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        energies.lambdas().write().parquet(new Path(directory, "lambdas.parquet").toString());
        Manifold manifold =
                ManifoldParquet.write(new Path(directory, DomainMemory.MATRIX), config.name(), laplacian, hadoop);
        new ManifoldJson(now, corpus.accepted(), manifold, config.graph().wiring(), energies.tau())
                .write(directory, hadoop);
        stages.lap("write");
        Provenance.of("laplacian", spark, config, Map.of("corpus", source()), stages)
                .withResults(report("", manifold))
                .write(directory, hadoop);
    }

    /** The input by place and by content: a sum that does not depend on the order of documents. */
    private Map<String, Object> source() {
        String fingerprint = corpus.documents()
                .select(hex(expr("bit_xor(xxhash64(id, text))")))
                .head()
                .getString(0);
        return Map.of(
                "path", config.input(),
                "documents", corpus.accepted(),
                "rejected", corpus.rejectedByReason(),
                "fingerprint", fingerprint);
    }

    private LaplacianReport report(String release, Manifold manifold) {
        EnergyQuantiles quantiles = energies.quantiles();
        return new LaplacianReport(
                release,
                manifold.sha256(),
                corpus.accepted(),
                corpus.rejectedByReason().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                corpus.accepted() - energies.known(),
                vocabulary,
                health.size(),
                health.nonZeros(),
                health.components(),
                health.lambda2(),
                health.largestEigenvalue(),
                health.hubShare(),
                energies.tau(),
                Taumode.lambda(quantiles.p05(), energies.tau()),
                Taumode.lambda(quantiles.p50(), energies.tau()),
                Taumode.lambda(quantiles.p95(), energies.tau()));
    }
}
