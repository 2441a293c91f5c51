package io.tauspark.compare;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.train.TrainJob;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** Trains a grid or a list of settings, several at one time, and says which does best. */
@Command(name = "sweep", description = "Trains a grid or a list of settings, several at a time, and ranks them.")
public final class SweepJob extends SparkJobCommand<SweepConfig> {
    public SweepJob() {
        super("sweep", SweepJob::defaults, SweepConfig::from);
    }

    public static void main(String[] args) {
        main(new SweepJob(), args);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static SweepConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), SweepConfig::from);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(SweepJob.class, "sweep")
                .withFallback(TrainJob.defaults().atKey("train"));
    }

    /**
     * Trains all trials that an earlier sweep of this output has not finished, as far as halving lets them. Trials that fail are part of the report.
     *
     * @throws InvalidInput if a trial or the session cannot be used; nothing was trained then
     */
    public static SweepReport run(SparkSession spark, SweepConfig config) throws IOException, InterruptedException {
        return TrialRuns.run(spark, "sweep", config, outcomes -> SweepReport.of(outcomes, config.halving()));
    }

    @Override
    protected void work(SparkSession spark, SweepConfig config) throws IOException, InterruptedException {
        SweepReport report = run(spark, config);
        System.out.print(report.summary());
        report.requireAll();
    }
}
