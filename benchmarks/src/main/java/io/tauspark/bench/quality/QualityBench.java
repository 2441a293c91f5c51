package io.tauspark.bench.quality;

import com.typesafe.config.Config;
import io.tauspark.config.Settings;
import io.tauspark.job.JobCommand;
import io.tauspark.train.TrainJob;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares attention kinds by the bits per byte that each reaches on held-out text: the same tokens in the same order,
 * the same optimizer and schedule, several seeds. Runs on one machine without Spark, and resumes where it was stopped.
 */
@Command(
        name = "quality",
        description = "Trains variants of TauGPT on the same text and compares them; finished trials are kept.")
public final class QualityBench extends JobCommand<QualityConfig> {
    @Option(names = "--shards", paramLabel = "DIRECTORY", description = "short for --set shards=DIRECTORY")
    private String shards = "";

    @Option(names = "--memory", paramLabel = "DIRECTORY", description = "short for --set memory=DIRECTORY")
    private String memory = "";

    @Option(names = "--output", paramLabel = "DIRECTORY", description = "short for --set output=DIRECTORY")
    private String output = "";

    public static void main(String[] args) {
        System.exit(execute(new QualityBench(), args));
    }

    /** The defaults. */
    static Config defaults() {
        return Settings.reference(QualityBench.class, "quality")
                .withFallback(TrainJob.defaults().atKey("train"));
    }

    @Override
    protected Config reference() {
        return defaults();
    }

    @Override
    protected QualityConfig configure(Settings settings) {
        return QualityConfig.from(settings);
    }

    @Override
    protected List<String> shorthands() {
        return Stream.of("shards=" + shards, "memory=" + memory, "output=" + output)
                .filter(setting -> !setting.endsWith("="))
                .toList();
    }

    @Override
    protected void perform(QualityConfig config) throws IOException, InterruptedException {
        System.out.print(QualityRun.run(config, new Configuration()).markdown());
    }
}
