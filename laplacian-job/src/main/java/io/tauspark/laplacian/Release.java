package io.tauspark.laplacian;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.hex;

import io.tauspark.corpus.Corpus;
import io.tauspark.memory.DomainMemory;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianHealth;
import io.tauspark.memory.Manifold;
import io.tauspark.memory.ManifoldJson;
import io.tauspark.memory.ManifoldParquet;
import io.tauspark.memory.ReleaseStore;
import io.tauspark.memory.Taumode;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import java.io.IOException;
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
        Corpus corpus,
        long vocabulary,
        Laplacian laplacian,
        LaplacianHealth health,
        DocumentEnergies energies) {

    /** Writes and promotes the release. */
    LaplacianReport publish(SparkSession spark, Path output, Stopwatch stages) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Instant now = Instant.now();
        Path release = new ReleaseStore(output, hadoop).publish(now, directory -> {
            energies.lambdas().write().parquet(new Path(directory, "lambdas.parquet").toString());
            Manifold manifold =
                    ManifoldParquet.write(new Path(directory, DomainMemory.MATRIX), config.name(), laplacian, hadoop);
            new ManifoldJson(
                            now,
                            corpus.intake().accepted(),
                            manifold,
                            config.graph().wiring(),
                            energies.tau())
                    .write(directory, hadoop);
            stages.lap("write");
            Provenance.of("laplacian", spark, config, Map.of("corpus", source()), stages)
                    .withResults(report("", manifold))
                    .write(directory, hadoop);
        });
        Manifold published = ManifoldParquet.read(new Path(release, DomainMemory.MATRIX), hadoop);
        return report(release.toString(), published);
    }

    /** The input by place and by content: a sum that does not depend on the order of documents. */
    private Map<String, Object> source() {
        String fingerprint = corpus.documents()
                .select(hex(expr("bit_xor(xxhash64(id, text))")))
                .head()
                .getString(0);
        return Map.of(
                "path", config.input(),
                "documents", corpus.intake().accepted(),
                "rejected", corpus.intake().rejectedByReason(),
                "fingerprint", fingerprint);
    }

    private LaplacianReport report(String release, Manifold manifold) {
        EnergyQuantiles quantiles = energies.quantiles();
        return new LaplacianReport(
                release,
                manifold.sha256(),
                corpus.intake().accepted(),
                corpus.intake().rejectedCount(),
                corpus.intake().accepted() - energies.known(),
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
