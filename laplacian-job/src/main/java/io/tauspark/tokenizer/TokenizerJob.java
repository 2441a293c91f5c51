package io.tauspark.tokenizer;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.output.InputPath;
import io.tauspark.output.OutputDirectory;
import io.tauspark.output.OutputGuard;
import io.tauspark.page.PageFile;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.Split;
import io.tauspark.store.Json;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/**
 * Learns a byte-level BPE from the training documents of shards and writes it as a {@code tokenizer.json} of Hugging
 * Face, which {@code train} takes. The same documents and settings give the same bytes.
 */
@Command(name = "tokenizer", description = "Learns a byte-level BPE vocabulary from shards, as a tokenizer.json.")
public final class TokenizerJob extends SparkJobCommand<TokenizerConfig> {
    /** The name of the tokenizer in the directory of the output. */
    public static final String FILE = "tokenizer.json";

    private static final String REPORT = "report.json";
    private static final String PAGE = "report.html";
    private static final OutputKind TOKENIZER = new OutputKind(
            "tokenizer",
            Provenance.FILE,
            Layout.of(Pattern.quote(FILE), Pattern.quote(REPORT), Pattern.quote(PAGE), Pattern.quote(Provenance.FILE)));

    /** The smallest vocabulary that the report shows beside the whole one. */
    private static final int SMALLEST_SHOWN = 512;

    public TokenizerJob() {
        super("tokenizer", TokenizerJob::defaults, TokenizerConfig::from);
    }

    public static void main(String[] args) {
        main(new TokenizerJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(TokenizerJob.class, "tokenizer");
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static TokenizerConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), TokenizerConfig::from);
    }

    /**
     * Makes the tokenizer, or leaves everything as it was.
     *
     * @throws InvalidInput if the shards cannot be read or have no training document, they do not support so large a
     *     vocabulary, or the output may not be replaced
     */
    public static TokenizerReport run(SparkSession spark, TokenizerConfig config) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Path shards = Storage.qualified(config.data(), hadoop);
        Path output = Storage.qualified(config.output(), hadoop);
        Stopwatch stages = new Stopwatch();
        try (OutputDirectory directory = OutputDirectory.open(guard(config, hadoop))) {
            ShardManifest manifest = ShardManifest.read(shards, hadoop);
            if (manifest.documents(Split.TRAIN) == 0) {
                throw new InvalidInput(
                        "data '%s' has no training documents to learn from: shard a larger corpus".formatted(shards));
            }
            manifest.verify(shards, hadoop);
            stages.lap("inputs");
            PreTokenizer preTokenizer = new PreTokenizer(config.digits());
            try (PreTokenCounts training =
                            new PreTokenCounts(spark, shards, manifest.parts(Split.TRAIN), preTokenizer);
                    PreTokenCounts validation =
                            new PreTokenCounts(spark, shards, manifest.parts(Split.VALIDATION), preTokenizer)) {
                LearntVocabulary learnt = LearntVocabulary.of(training, config);
                stages.lap("learn");
                BytePairEncoder encoder = new BytePairEncoder(learnt.merges());
                byte[] file = HuggingFaceFile.of(learnt.merges(), config.special(), preTokenizer)
                        .getBytes(StandardCharsets.UTF_8);
                learnt.requireSame(file, encoder, preTokenizer);
                stages.lap("check");
                int[] merges = shown(config, learnt);
                TokenizerReport report = TokenizerReport.of(
                        output.toString(),
                        config,
                        manifest,
                        learnt,
                        training.compression(encoder, merges),
                        validation.compression(encoder, merges),
                        merges);
                stages.lap("measure");
                Path staging = directory.staging();
                Storage.write(new Path(staging, FILE), file, hadoop);
                Storage.writeText(new Path(staging, REPORT), Json.pretty(report), hadoop);
                PageFile.write(new Path(staging, PAGE), TokenizerPage.html(output.getName(), report), hadoop);
                Provenance.of("tokenizer", spark, config, Map.of("data", manifest), stages)
                        .write(staging, hadoop);
                directory.publish();
                return report;
            }
        }
    }

    /** Says whether the output may be written. */
    public static OutputGuard guard(TokenizerConfig config, Configuration hadoop) throws IOException {
        return OutputGuard.of(
                TOKENIZER, config.output(), config.overwrite(), List.of(new InputPath("data", config.data())), hadoop);
    }

    /** The numbers of merges of the vocabularies that the report shows: each twice as large as the one before. */
    private static int[] shown(TokenizerConfig config, LearntVocabulary learnt) {
        int fixed = ByteAlphabet.SIZE + config.special().size();
        int all = learnt.merges().count();
        IntStream smaller = IntStream.iterate(SMALLEST_SHOWN, size -> size - fixed < all, size -> 2 * size)
                .map(size -> size - fixed)
                .filter(merges -> merges >= 0);
        return IntStream.concat(smaller, IntStream.of(all)).toArray();
    }

    @Override
    protected void work(SparkSession spark, TokenizerConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }
}
