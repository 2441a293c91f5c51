package io.tauspark.bench.quality;

import com.typesafe.config.Config;
import io.tauspark.config.Settings;
import io.tauspark.job.JobCommand;
import io.tauspark.train.TrainJob;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;

/** Compares attention kinds by what they recall over growing distance, in associative recall and in induction. */
@Command(
        name = "recall",
        description = "Trains variants of TauGPT to recall tokens over growing distance; finished trials are kept.")
public final class RecallBench extends JobCommand<RecallConfig> {
    public static void main(String[] args) {
        System.exit(execute(new RecallBench(), args));
    }

    /** The defaults. */
    static Config defaults() {
        return Settings.reference(RecallBench.class, "recall")
                .withFallback(TrainJob.defaults().atKey("train"));
    }

    @Override
    protected Config reference() {
        return defaults();
    }

    @Override
    protected RecallConfig configure(Settings settings) {
        return RecallConfig.from(settings);
    }

    @Override
    protected void perform(RecallConfig config) throws IOException, InterruptedException {
        System.out.print(RecallRun.run(config, new Configuration()).markdown());
    }
}
