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

/** Compares attention kinds by multi-query associative recall as the literature defines it. */
@Command(
        name = "mqar",
        description = "Trains variants of TauGPT on multi-query associative recall; finished trials are kept.")
public final class MqarBench extends JobCommand<MqarConfig> {
    @Option(names = "--memory", paramLabel = "DIRECTORY", description = "short for --set memory=DIRECTORY")
    private String memory = "";

    @Option(names = "--output", paramLabel = "DIRECTORY", description = "short for --set output=DIRECTORY")
    private String output = "";

    public MqarBench() {
        super(MqarBench::defaults, MqarConfig::from);
    }

    public static void main(String[] args) {
        System.exit(execute(new MqarBench(), args));
    }

    /** The defaults. */
    static Config defaults() {
        return Settings.reference(MqarBench.class, "mqar")
                .withFallback(TrainJob.defaults().atKey("train"));
    }

    @Override
    protected List<String> shorthands() {
        return Stream.of("memory=" + memory, "output=" + output)
                .filter(setting -> !setting.endsWith("="))
                .toList();
    }

    @Override
    protected void perform(MqarConfig config) throws IOException, InterruptedException {
        System.out.print(MqarRun.run(config, HadoopSettings.current()).markdown());
    }
}
