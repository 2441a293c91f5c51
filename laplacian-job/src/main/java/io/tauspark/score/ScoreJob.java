package io.tauspark.score;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.laplacian.DocumentEnergies;
import io.tauspark.laplacian.DocumentVectors;
import io.tauspark.laplacian.MemorySpace;
import io.tauspark.laplacian.OrderStatistics;
import io.tauspark.laplacian.TauConfig;
import io.tauspark.memory.DomainMemory;
import io.tauspark.output.InputPath;
import io.tauspark.output.OutputDirectory;
import io.tauspark.output.OutputGuard;
import io.tauspark.store.Json;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/**
 * Gives documents their energy and λ on an existing memory: Parquet with {@code id}, {@code energy} and {@code lambda}.
 * Files beside it that begin with an underscore, which Spark does not read, say what was rejected and where it came from.
 */
@Command(name = "score", description = "Gives documents their energy and lambda on an existing memory.")
public final class ScoreJob extends SparkJobCommand<ScoreConfig> {
    private static final String PROVENANCE = "_provenance.json";
    private static final String REJECTED = "_rejected";
    private static final OutputKind SCORES = new OutputKind(
            "score",
            PROVENANCE,
            Layout.of(
                    Pattern.quote(PROVENANCE),
                    REJECTED + "/part-00000\\.jsonl\\.gz",
                    Layout.SPARK_PART,
                    Layout.SPARK_SUCCESS));

    public ScoreJob() {
        super("score", ScoreJob::defaults, ScoreConfig::from);
    }

    public static void main(String[] args) {
        main(new ScoreJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(ScoreJob.class, "score");
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static ScoreConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), ScoreConfig::from);
    }

    /**
     * Scores documents, or leaves everything as it was.
     *
     * @throws InvalidInput if memory or documents cannot be read, do not fit each other, or the output may not be
     *     replaced
     */
    public static ScoreReport run(SparkSession spark, ScoreConfig config) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        try (OutputDirectory directory = OutputDirectory.open(guard(config, hadoop))) {
            DomainMemory memory = DomainMemory.load(Storage.qualified(config.memory(), hadoop), hadoop);
            requireTau(memory, config.tau());
            ScoreReport report = write(spark, config, memory, directory.staging());
            directory.publish();
            return report;
        }
    }

    /** Says whether the output may be written. */
    private static OutputGuard guard(ScoreConfig config, Configuration hadoop) throws IOException {
        List<InputPath> inputs =
                List.of(new InputPath("input", config.corpus().input()), new InputPath("memory", config.memory()));
        return OutputGuard.of(SCORES, config.output(), config.overwrite(), inputs, hadoop);
    }

    private static ScoreReport write(SparkSession spark, ScoreConfig config, DomainMemory memory, Path staging)
            throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Stopwatch stages = new Stopwatch();
        MemorySpace space = new MemorySpace(spark, memory);
        try (DocumentVectors documents = space.open(config.corpus())) {
            documents.summary().requireFewRejected();
            documents.requireInRange();
            stages.lap("read");
            try (DocumentEnergies energies = DocumentEnergies.of(
                    spark, projected(documents, space), memory.laplacian(), memory.epsilon(), config.tau())) {
                OrderStatistics statistics =
                        OrderStatistics.of(energies.known(), config.tau().percentile());
                OptionalDouble tau = tau(memory, config.tau(), statistics);
                long count = energies.count();
                stages.lap("energies");
                energies.lambdas(tau.orElse(Double.NaN))
                        .write()
                        .mode(SaveMode.Append)
                        .parquet(staging.toString());
                documents.summary().writeRejected(new Path(staging, REJECTED));
                stages.lap("write");
                ScoreReport report = new ScoreReport(
                        Storage.qualified(config.output(), hadoop).toString(),
                        memory.sha256(),
                        count,
                        count - statistics.count(),
                        documents.summary().rejectedByReason(),
                        tau.isPresent() ? (Double) tau.getAsDouble() : null,
                        statistics.distribution().orElse(null));
                Map<String, Object> inputs = Map.of(
                        "memory",
                        memory.sha256(),
                        "documents",
                        documents.summary().records());
                Provenance provenance =
                        Provenance.of("score", spark, config, inputs, stages).withResults(report);
                Storage.writeText(new Path(staging, PROVENANCE), Json.pretty(provenance), hadoop);
                return report;
            }
        }
    }

    @Override
    protected void work(SparkSession spark, ScoreConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }

    /** Requires a τ before anything is read: a foreign memory has none of its own. */
    private static void requireTau(DomainMemory memory, TauConfig config) {
        if (config.rule() == TauConfig.Rule.MEMORY && memory.tau().isEmpty()) {
            throw new InvalidInput(
                    "memory '%s' was made without one tau for all documents; set tau.rule to fixed (with tau.value), median, mean or percentile"
                            .formatted(memory.directory()));
        }
    }

    private static OptionalDouble tau(DomainMemory memory, TauConfig config, OrderStatistics statistics) {
        if (!config.isShared()) {
            return OptionalDouble.empty();
        }
        return config.rule() == TauConfig.Rule.MEMORY ? memory.tau() : OptionalDouble.of(statistics.tau(config));
    }

    private static JavaPairRDD<String, double[]> projected(DocumentVectors documents, MemorySpace space) {
        return space.projection()
                .map(given -> documents.vectors().mapValues(given::apply))
                .orElse(documents.vectors());
    }
}
