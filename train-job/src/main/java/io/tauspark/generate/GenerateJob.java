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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Continues a prompt with a trained model. Runs in the driver alone and needs no Spark session. */
@Command(name = "generate", description = "Continues a prompt with a trained model.")
public final class GenerateJob extends JobCommand<GenerateConfig> {
    private static final double BYTES_OF_A_KILOBYTE = 1000;

    @Option(names = "--prompt", paramLabel = "TEXT", description = "short for --set prompt=TEXT")
    private @Nullable String prompt;

    @Option(names = "--interactive", description = "continues each line of standard input by itself, until its end")
    private boolean interactive;

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
     * @return the prompt and its continuation; of several, one after the other, each below a line that numbers it
     * @throws InvalidInput if there is no model, or the prompt cannot be read
     */
    public static String run(GenerateConfig config) throws IOException {
        StringBuilder text = new StringBuilder();
        generate(config, text::append, told -> {});
        return text.toString();
    }

    @Override
    protected List<String> shorthands() {
        return prompt == null ? List.of() : List.of("prompt=" + ConfigUtil.quoteString(prompt));
    }

    @Override
    protected void perform(GenerateConfig config) throws IOException {
        Consumer<String> told = line -> {
            System.out.println();
            System.err.println(line);
        };
        if (interactive) {
            converse(config, told);
        } else {
            generate(config, GenerateJob::print, told);
        }
    }

    /** What is done with a model and its tokenizer, once they are there. */
    private interface Use {
        void of(TauGpt gpt, Decoding decoding, Tokenizer tokenizer) throws IOException;
    }

    private static void open(GenerateConfig config, Configuration hadoop, Use use) throws IOException {
        TrainedModel trained = TrainedModel.load(Storage.qualified(config.model(), hadoop), hadoop);
        try (Tokenizer tokenizer = trained.tokenizer().open();
                NDManager manager = TorchEngine.open(Runtime.getRuntime().availableProcessors());
                TauGpt gpt = trained.open(manager)) {
            use.of(gpt, new Decoding(gpt, config.state(), trained.parameters(), true), tokenizer);
        }
    }

    private static void generate(GenerateConfig config, Consumer<String> text, Consumer<String> told)
            throws IOException {
        Configuration hadoop = HadoopSettings.current();
        String prompt = prompt(config, hadoop);
        open(config, hadoop, (gpt, decoding, tokenizer) -> write(gpt, decoding, tokenizer, prompt, config, text, told));
    }

    /** Reads prompts from standard input, a line each, with the model loaded once. */
    private static void converse(GenerateConfig config, Consumer<String> told) throws IOException {
        if (!config.prompt().isEmpty() || !config.promptFile().isEmpty()) {
            throw new InvalidInput("--interactive reads prompts from standard input; leave prompt and prompt-file out");
        }
        open(config, HadoopSettings.current(), (gpt, decoding, tokenizer) -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                System.err.println("a line is a prompt; an empty one begins a new document; the end of input ends");
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    write(gpt, decoding, tokenizer, line, config, GenerateJob::print, told);
                }
            }
        });
    }

    private static void write(
            TauGpt gpt,
            Decoding decoding,
            Tokenizer tokenizer,
            String prompt,
            GenerateConfig config,
            Consumer<String> text,
            Consumer<String> told) {
        try (Generator generator = new Generator(gpt, tokenizer, prompt, decoding)) {
            for (int sample = 0; sample < config.samples(); sample++) {
                long seed = config.sampling().seed() + sample;
                if (config.samples() > 1) {
                    text.accept(String.format(
                            Locale.ROOT,
                            "%s--- %d of %d, seed %d%n",
                            sample == 0 ? "" : "\n",
                            sample + 1,
                            config.samples(),
                            seed));
                }
                text.accept(prompt);
                Sampler sampler = new Sampler(config.sampling().withSeed(seed));
                told.accept(told(generator.continuation(config.limits(), sampler, text)));
            }
        }
    }

    private static String told(Continued continued) {
        return String.format(
                Locale.ROOT,
                "%,d tokens in %.1f s, %.0f tokens/s; ended by %s; what is kept of the text takes %,.0f kB",
                continued.tokens(),
                continued.seconds(),
                continued.tokens() / continued.seconds(),
                switch (continued.end()) {
                    case DOCUMENT -> "the end of the document";
                    case STOP -> "a stop text";
                    case TOKENS -> "the number of tokens";
                },
                continued.stateBytes() / BYTES_OF_A_KILOBYTE);
    }

    private static String prompt(GenerateConfig config, Configuration hadoop) throws IOException {
        if (config.promptFile().isEmpty()) {
            return config.prompt();
        }
        if (config.promptFile().equals(GenerateConfig.STANDARD_INPUT)) {
            return Storage.text(System.in.readAllBytes(), "standard input");
        }
        return Storage.readText(Storage.qualified(config.promptFile(), hadoop), hadoop);
    }

    /** Prints text as it appears. */
    private static void print(String piece) {
        System.out.print(piece);
        System.out.flush();
    }
}
