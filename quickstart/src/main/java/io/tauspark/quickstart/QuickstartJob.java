package io.tauspark.quickstart;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.tauspark.config.Settings;
import io.tauspark.generate.GenerateJob;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.laplacian.LaplacianJob;
import io.tauspark.laplacian.LaplacianReport;
import io.tauspark.output.OutputGuard;
import io.tauspark.shard.ShardJob;
import io.tauspark.store.Storage;
import io.tauspark.tokenizer.TokenizerJob;
import io.tauspark.train.TrainJob;
import io.tauspark.train.TrainReport;
import io.tauspark.train.driver.Slots;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** The whole path on a corpus that comes with Maven: glosses, shards, memory, training, a generated sample. */
@Command(
        name = "quickstart",
        description = "Takes glosses of WordNet 3.1 to a trained TauGPT and a sample of its text.")
public final class QuickstartJob extends SparkJobCommand<QuickstartConfig> {
    public QuickstartJob() {
        super("quickstart", QuickstartJob::defaults, QuickstartConfig::from);
    }

    public static void main(String[] args) {
        main(new QuickstartJob(), args);
    }

    /** The defaults with {@code key=value} settings over them. */
    public static QuickstartConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), QuickstartConfig::from);
    }

    /** Runs all jobs one after the other, each reading what the one before wrote. */
    public static TrainReport run(SparkSession spark, QuickstartConfig config) throws IOException {
        // Or the corpus, the shards and the memory would be there before the training is refused.
        Slots.requireTogether(spark.sparkContext(), List.of(config.train()), 1);
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        requireWritable(config, hadoop);
        title("corpus: WordNet 3.1, " + String.join(", ", config.domains()));
        Path corpus = Storage.qualified(config.shard().corpus().input(), hadoop);
        System.out.printf(
                Locale.ROOT, "%,d glosses in %s%n", WordNetGlosses.write(config.domains(), corpus, hadoop), corpus);
        title("shard");
        System.out.print(ShardJob.run(spark, config.shard()).summary());
        title("tokenizer");
        System.out.print(TokenizerJob.run(spark, config.tokenizer()).summary());
        QuickstartConfig learnt = config.afterTokenizer();
        title("laplacian");
        LaplacianReport memory = LaplacianJob.run(spark, learnt.laplacian());
        System.out.print(memory.summary());
        memory.requirePromoted();
        title("train");
        TrainReport report = TrainJob.run(spark, learnt.train());
        System.out.print(report.summary());
        title("generate");
        System.out.println(GenerateJob.run(config.generate()));
        return report;
    }

    /** Checks the outputs before the first job, since the last begins minutes later. */
    private static void requireWritable(QuickstartConfig config, Configuration hadoop) throws IOException {
        Path corpus = Storage.qualified(config.shard().corpus().input(), hadoop);
        OutputGuard.requirePossible(corpus, hadoop);
        WordNetGlosses.requireReplaceable(corpus, hadoop);
        ShardJob.guard(config.shard(), hadoop).checkEarly();
        TokenizerJob.guard(config.tokenizer(), hadoop).checkEarly();
        Path unused = LaplacianJob.output(config.laplacian(), hadoop);
        TrainJob.guard(config.train(), hadoop).checkEarly();
    }

    @Override
    protected void work(SparkSession spark, QuickstartConfig config) throws IOException {
        TrainReport report = run(spark, config);
        title("written");
        for (String part : List.of("corpus.jsonl", "shards", "vocabulary", "memory", "run")) {
            System.out.println(config.output() + "/" + part);
        }
        System.out.printf(
                Locale.ROOT,
                "%nvalidation loss %.3f nats per token (%.3f bits per byte); a unigram model of the same corpus has %.3f (%.3f)%n",
                report.validationLoss(),
                report.validationBitsPerByte(),
                report.unigramLoss(),
                report.unigramBitsPerByte());
    }

    /** Its own defaults over those of the jobs. */
    private static Config defaults() {
        ConfigParseOptions strict = ConfigParseOptions.defaults().setAllowMissing(false);
        return ConfigFactory.parseResources(QuickstartJob.class, "reference.conf", strict)
                .withFallback(ShardJob.defaults().atKey("shard"))
                .withFallback(TokenizerJob.defaults().atKey("tokenizer"))
                .withFallback(LaplacianJob.defaults().atKey("laplacian"))
                .withFallback(TrainJob.defaults().atKey("train"))
                .withFallback(GenerateJob.defaults().atKey("generate"));
    }

    private static void title(String text) {
        System.out.println();
        System.out.println("== " + text);
    }
}
