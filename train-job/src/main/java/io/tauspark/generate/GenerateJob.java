package io.tauspark.generate;

import ai.djl.ndarray.NDManager;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.job.JobCommand;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.store.HadoopSettings;
import io.tauspark.store.Storage;
import io.tauspark.tokens.Tokenizer;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Continues a prompt with a trained model. Runs in the driver alone and needs no Spark session. */
@Command(name = "generate", description = "Continues a prompt with a trained model.")
public final class GenerateJob extends JobCommand<GenerateConfig> {
    @Option(names = "--prompt", paramLabel = "TEXT", description = "short for --set prompt=TEXT")
    private @Nullable String prompt;

    public GenerateJob() {
        super(GenerateJob::defaults, RecordBinder.of(GenerateConfig.class));
    }

    public static void main(String[] args) {
        main(new GenerateJob(), args);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static GenerateConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), RecordBinder.of(GenerateConfig.class));
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(GenerateJob.class, "generate");
    }

    /**
     * Generates.
     *
     * @return the prompt and its continuation
     * @throws InvalidInput if there is no model
     */
    public static String run(GenerateConfig config) throws IOException {
        Configuration hadoop = HadoopSettings.current();
        TrainedModel trained = TrainedModel.load(Storage.qualified(config.model(), hadoop), hadoop);
        try (Tokenizer tokenizer = trained.tokenizer().open();
                NDManager manager = TorchEngine.open(Runtime.getRuntime().availableProcessors());
                TauGpt gpt = trained.open(manager)) {
            Sampler sampler = new Sampler(config.sampling());
            return config.prompt()
                    + new Generator(gpt, tokenizer).continuation(config.prompt(), config.tokens(), sampler);
        }
    }

    @Override
    protected List<String> shorthands() {
        return prompt == null ? List.of() : List.of("prompt=" + ConfigUtil.quoteString(prompt));
    }

    @Override
    protected void perform(GenerateConfig config) throws IOException {
        System.out.println(run(config));
    }
}
