package io.tauspark.compare;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.inference.QuestionConfig;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.train.TrainJob;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** Trains kinds of attention on the same data, budget and seeds, and says what can be told apart. */
@Command(
        name = "compare",
        description = "Trains kinds of attention and controls of the memory alike, and says what can be told apart.")
public final class CompareJob extends SparkJobCommand<CompareConfig> {
    public CompareJob() {
        super("compare", CompareJob::defaults, CompareConfig::from);
    }

    public static void main(String[] args) {
        main(new CompareJob(), args);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static CompareConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), CompareConfig::from);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(CompareJob.class, "compare")
                .withFallback(TrainJob.defaults().atKey("train"))
                .withFallback(QuestionConfig.defaults().atKey("questions"));
    }

    /**
     * Trains all trials that an earlier comparison of this output has not finished. Trials that fail are part of the
     * report.
     *
     * @throws InvalidInput if a trial or the session cannot be used; nothing was trained then
     */
    public static CompareReport run(SparkSession spark, CompareConfig config) throws IOException, InterruptedException {
        if (config.tokenizers() == CompareConfig.Tokenizers.ANY) {
            SameDocuments.require(config, spark.sparkContext().hadoopConfiguration());
        }
        return TrialRuns.run(spark, "compare", config, outcomes -> CompareReport.of(config, outcomes));
    }

    @Override
    protected void work(SparkSession spark, CompareConfig config) throws IOException, InterruptedException {
        CompareReport report = run(spark, config);
        System.out.print(report.summary());
        report.requireAll();
    }
}
