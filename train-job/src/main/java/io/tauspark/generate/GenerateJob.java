package io.tauspark.generate;

import ai.djl.ndarray.NDManager;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.decode.SavedPast;
import io.tauspark.decode.SavedPast.Origin;
import io.tauspark.decode.StateKind;
import io.tauspark.job.JobCommand;
import io.tauspark.model.torch.Continuation;
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
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
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

    /**
     * A model that is ready to continue texts.
     *
     * @param origin what it is known by where a past is saved; null if none is
     * @param past what it has read before; null if that is nothing
     */
    private record Reader(
            TauGpt gpt,
            Decoding decoding,
            Tokenizer tokenizer,
            @Nullable Origin origin,
            @Nullable SavedPast past) {
        Generator read(String prompt) {
            return past == null
                    ? new Generator(gpt, tokenizer, prompt, decoding)
                    : new Generator(gpt, tokenizer, prompt, decoding, past);
        }
    }

    /** What is done with a model, once it is there. */
    private interface Use {
        void of(Reader reader) throws IOException;
    }

    private static void open(GenerateConfig config, Configuration hadoop, Use use) throws IOException {
        Path model = Storage.qualified(config.model(), hadoop);
        TrainedModel trained = TrainedModel.load(model, hadoop);
        Origin origin = origin(config, model, trained, hadoop);
        SavedPast past = null;
        if (!config.past().isEmpty()) {
            past = SavedPast.load(Storage.qualified(config.past(), hadoop), hadoop);
            past.require(config.past(), Objects.requireNonNull(origin));
        }
        StateKind kind = past == null
                ? config.state().of(trained.card().model())
                : past.origin().state();
        Origin resolved = origin == null ? null : new Origin(origin.model(), origin.tokenizer(), kind);
        try (Tokenizer tokenizer = trained.tokenizer().open();
                NDManager manager = TorchEngine.open(Runtime.getRuntime().availableProcessors());
                TauGpt gpt = trained.open(manager)) {
            use.of(new Reader(
                    gpt,
                    new Decoding(gpt, kind, trained.parameters(), true, config.weights()),
                    tokenizer,
                    resolved,
                    past));
        }
    }

    /** What a model is known by; null if nothing is saved, nor was before. */
    private static @Nullable Origin origin(
            GenerateConfig config, Path model, TrainedModel trained, Configuration hadoop) throws IOException {
        if (config.past().isEmpty() && config.savePast().isEmpty()) {
            return null;
        }
        if (!Continuation.isEndless(trained.card().model())) {
            throw new InvalidInput("positions turn the λ of this model, and end with its context of "
                    + trained.card().model().context() + " tokens; leave past and save-past out");
        }
        StateKind kind = config.state().of(trained.card().model());
        if (kind == StateKind.TENSORS) {
            throw new InvalidInput(
                    "state = tensors keeps what PyTorch holds, which cannot be saved; set another state, or leave past and save-past out");
        }
        return new Origin(
                TrainedModel.sha256(model, hadoop), trained.card().tokenizer().toString(), config.state());
    }

    private static void generate(GenerateConfig config, Consumer<String> text, Consumer<String> told)
            throws IOException {
        Configuration hadoop = HadoopSettings.current();
        String prompt = prompt(config, hadoop);
        Path saved = config.savePast().isEmpty() ? null : Storage.qualified(config.savePast(), hadoop);
        if (saved != null && Storage.of(saved, hadoop).exists(saved)) {
            throw new InvalidInput("save-past '%s' exists; give another file, or remove it".formatted(saved));
        }
        open(config, hadoop, reader -> {
            try (Generator generator = reader.read(prompt)) {
                if (saved != null) {
                    SavedPast past = generator.past(Objects.requireNonNull(reader.origin));
                    Storage.replace(saved, file -> past.save(file, hadoop), hadoop);
                }
                write(generator, prompt, config, text, told);
            }
        });
    }

    /** Reads prompts from standard input, a line each, with the model loaded once. */
    private static void converse(GenerateConfig config, Consumer<String> told) throws IOException {
        if (!config.prompt().isEmpty()
                || !config.promptFile().isEmpty()
                || !config.savePast().isEmpty()) {
            throw new InvalidInput(
                    "--interactive reads prompts from standard input; leave prompt, prompt-file and save-past out");
        }
        open(config, HadoopSettings.current(), reader -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                System.err.println("a line is a prompt; an empty one begins a new document; the end of input ends");
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    try (Generator generator = reader.read(line)) {
                        write(generator, line, config, GenerateJob::print, told);
                    }
                }
            }
        });
    }

    private static void write(
            Generator generator, String prompt, GenerateConfig config, Consumer<String> text, Consumer<String> told) {
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
