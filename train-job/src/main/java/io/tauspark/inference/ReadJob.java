package io.tauspark.inference;

import ai.djl.ndarray.NDManager;
import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.corpus.files.InputFiles;
import io.tauspark.decode.HeapModel;
import io.tauspark.decode.SavedPast;
import io.tauspark.decode.StateTensors;
import io.tauspark.decode.TextPast;
import io.tauspark.generate.Decoding;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.torch.Continuation;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.model.torch.TorchEngine;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.output.InputPath;
import io.tauspark.output.OutputDirectory;
import io.tauspark.output.OutputGuard;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import io.tauspark.tokens.Tokenizer;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/**
 * Reads one long text in many tasks and saves what a model keeps of it, which {@code generate} continues. The bits depend on the
 * text, the model and the length of parts, not on the number of tasks.
 */
@Command(name = "read", description = "Reads a long text in many tasks, for generate to continue.")
public final class ReadJob extends SparkJobCommand<ReadConfig> {
    private static final String NAME = "read";
    private static final OutputKind KIND = new OutputKind(
            NAME, Provenance.FILE, Layout.of(Pattern.quote(SavedPast.FILE), Pattern.quote(Provenance.FILE)));

    public ReadJob() {
        super(NAME, ReadJob::defaults, ReadConfig::from);
    }

    public static void main(String[] args) {
        main(new ReadJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(ReadJob.class, NAME);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static ReadConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), ReadConfig::from);
    }

    /**
     * Reads a text, or leaves everything as it was.
     *
     * @throws InvalidInput if model or text cannot be read, nothing can be added up in this model, or the output may not be
     *     replaced
     */
    public static ReadReport run(SparkSession spark, ReadConfig config) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Stopwatch stages = new Stopwatch();
        List<InputPath> inputs =
                List.of(new InputPath("input", config.input()), new InputPath("model", config.model()));
        OutputGuard guard = OutputGuard.of(KIND, config.output(), config.overwrite(), inputs, hadoop);
        try (OutputDirectory directory = OutputDirectory.open(guard)) {
            Path model = Storage.qualified(config.model(), hadoop);
            TrainedModel trained = TrainedModel.load(model, hadoop);
            requireParts(trained.card().model());
            int[] ids = ids(config, trained, hadoop);
            stages.lap("tokens");
            TextReading reading = read(spark, config, model, trained, ids);
            stages.lap("layers");
            StateTensors states = new StateTensors();
            reading.past().save(states);
            BitSet seen = new BitSet();
            Arrays.stream(ids, 1, ids.length).forEach(seen::set);
            String tokenizer = trained.card().tokenizer().toString();
            new SavedPast(
                            new SavedPast.Origin(TrainedModel.sha256(model, hadoop), tokenizer, config.state()),
                            ids.length,
                            seen,
                            Arrays.copyOfRange(ids, Math.max(0, ids.length - SavedPast.LAST), ids.length),
                            reading.logits(),
                            states)
                    .save(new Path(directory.staging(), SavedPast.FILE), hadoop);
            stages.lap("write");
            ReadReport report = new ReadReport(
                    config.output(), ids.length, reading.parts(), reading.past().bytes());
            Map<String, Object> read = Map.of("model", model.toString(), "tokenizer", tokenizer);
            Provenance.of(NAME, spark, config, read, stages).withResults(report).write(directory.staging(), hadoop);
            directory.publish();
            return report;
        }
    }

    private static void requireParts(ModelConfig model) {
        if (!Continuation.isEndless(model)) {
            throw new InvalidInput("positions turn the λ of this model, and end with its context of " + model.context()
                    + " tokens; give another model, or the text as a prompt of generate");
        }
    }

    /** The separator, and the tokens of all files. */
    private static int[] ids(ReadConfig config, TrainedModel trained, Configuration hadoop) throws IOException {
        StringBuilder text = new StringBuilder();
        for (FileStatus file : InputFiles.of(config.input(), hadoop).files()) {
            text.append(Storage.readText(file.getPath(), hadoop));
        }
        if (text.isEmpty()) {
            throw new InvalidInput("input '%s' holds no text; give one".formatted(config.input()));
        }
        try (Tokenizer tokenizer = trained.tokenizer().open()) {
            return IntStream.concat(
                            IntStream.of(tokenizer.separator()), Arrays.stream(tokenizer.encode(text.toString())))
                    .toArray();
        }
    }

    private static TextReading read(SparkSession spark, ReadConfig config, Path model, TrainedModel trained, int[] ids)
            throws IOException {
        TextPast[] empty = new TextPast[2];
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = trained.open(manager)) {
            HeapModel numbers = Decoding.heapModel(gpt, trained.parameters());
            Arrays.setAll(empty, part -> TextPast.of(numbers, config.state(), part == 1));
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return TextReading.of(context, model, config.state(), ids, config.part(), empty[0], empty[1]);
    }

    @Override
    protected void work(SparkSession spark, ReadConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }
}
