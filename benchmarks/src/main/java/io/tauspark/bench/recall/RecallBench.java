package io.tauspark.bench.recall;

import com.typesafe.config.Config;
import io.tauspark.config.Settings;
import io.tauspark.job.JobCommand;
import io.tauspark.store.HadoopSettings;
import io.tauspark.train.TrainJob;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares attention kinds by what they recall over growing distance, in associative recall and in induction. */
@Command(
        name = "recall",
        description = "Trains variants of TauGPT to recall tokens over growing distance; finished trials are kept.")
public final class RecallBench extends JobCommand<RecallConfig> {
    @Option(names = "--memory", paramLabel = "DIRECTORY", description = "short for --set memory=DIRECTORY")
    private String memory = "";

    @Option(names = "--output", paramLabel = "DIRECTORY", description = "short for --set output=DIRECTORY")
    private String output = "";

    public RecallBench() {
        super(RecallBench::defaults, RecallConfig::from);
    }

    public static void main(String[] args) {
        System.exit(execute(new RecallBench(), args));
    }

    /** The defaults. */
    static Config defaults() {
        return Settings.reference(RecallBench.class, "recall")
                .withFallback(TrainJob.defaults().atKey("train"));
    }

    @Override
    protected List<String> shorthands() {
        return Stream.of("memory=" + memory, "output=" + output)
                .filter(setting -> !setting.endsWith("="))
                .toList();
    }

    @Override
    protected void perform(RecallConfig config) throws IOException, InterruptedException {
        System.out.print(RecallRun.run(config, HadoopSettings.current()).markdown());
    }
}
