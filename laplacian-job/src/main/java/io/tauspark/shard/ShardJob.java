package io.tauspark.shard;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.corpus.read.Corpus;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.output.InputPath;
import io.tauspark.output.OutputDirectory;
import io.tauspark.output.OutputGuard;
import io.tauspark.shards.ShardFiles;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/**
 * Cuts a corpus into shards for training: each text once, if asked no two nearly the same, a validation split that
 * never moves, the rest in a seeded order. The same corpus, settings and seed give the same bytes. See
 * {@link ShardManifest} for what is written.
 */
@Command(name = "shard", description = "Cuts a corpus into gzip parts for training and validation.")
public final class ShardJob extends SparkJobCommand<ShardConfig> {
    private static final OutputKind SHARDS = new OutputKind(
            "shard",
            Provenance.FILE,
            Layout.of(
                    Pattern.quote(ShardManifest.FILE),
                    Pattern.quote(Provenance.FILE),
                    "(?:train|validation)/part-[0-9]+\\.jsonl\\.gz",
                    "(?:rejected|near-duplicates)/part-00000\\.jsonl\\.gz"));

    public ShardJob() {
        super("shard", ShardJob::defaults, ShardConfig::from);
    }

    public static void main(String[] args) {
        main(new ShardJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(ShardJob.class, "shard");
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static ShardConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), ShardConfig::from);
    }

    /**
     * Makes the shards, or leaves everything as it was.
     *
     * @throws InvalidInput if the input cannot be read, too much of it is rejected, it has too few documents for the
     *     parts asked, or the output may not be replaced
     */
    public static ShardReport run(SparkSession spark, ShardConfig config) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Path output = Storage.qualified(config.output(), hadoop);
        Stopwatch stages = new Stopwatch();
        try (OutputDirectory directory = OutputDirectory.open(guard(config, hadoop));
                Corpus corpus = Corpus.read(spark, config.corpus())) {
            ReadSummary summary = corpus.summary();
            summary.requireFewRejected();
            stages.lap("read");
            try (DistinctDocuments documents = new DistinctDocuments(corpus.documents(), config.nearDuplicates())) {
                stages.lap("compare");
                Path staging = directory.staging();
                ShardManifest manifest = write(staging, summary, documents, config, spark.sparkContext());
                stages.lap("write");
                ShardManifest.read(staging, hadoop);
                stages.lap("check");

                Map<String, Object> inputs = Map.of("input", config.corpus().input(), "records", summary.records());
                Provenance.of("shard", spark, config, inputs, stages).write(staging, hadoop);
                directory.publish();
                return new ShardReport(output.toString(), manifest);
            }
        }
    }

    /** Says whether the output may be written. */
    public static OutputGuard guard(ShardConfig config, Configuration hadoop) throws IOException {
        return OutputGuard.of(
                SHARDS,
                config.output(),
                config.overwrite(),
                List.of(new InputPath("input", config.corpus().input())),
                hadoop);
    }

    private static ShardManifest write(
            Path staging, ReadSummary summary, DistinctDocuments documents, ShardConfig config, SparkContext context)
            throws IOException {
        List<ShardPart> parts;
        try (ShardFiles files = new ShardFiles(staging, context)) {
            parts = files.parts(documents.documents(), config.plan());
            if (documents.nearDuplicates() > 0) {
                files.nearDuplicates(documents.removed());
            }
        }
        summary.writeRejected(new Path(staging, "rejected"));
        ShardManifest manifest = ShardManifest.of(
                parts,
                summary.rejectedByReason(),
                summary.duplicates() + documents.duplicates(),
                documents.nearDuplicates(),
                summary.records(),
                config.seed(),
                config.corpus().input(),
                config.corpus().fields());
        manifest.write(staging, context.hadoopConfiguration());
        return manifest;
    }

    @Override
    protected void work(SparkSession spark, ShardConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }
}
