package io.tauspark.inference;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.generate.Continued;
import io.tauspark.generate.Decoding;
import io.tauspark.generate.GenerationLimits;
import io.tauspark.generate.Generator;
import io.tauspark.generate.Sampler;
import io.tauspark.generate.Sampling;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.model.Seeds;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;

/**
 * Continues prompts on executors: Parquet with {@code id}, {@code prompt}, {@code completion}, {@code tokens},
 * {@code log_probability} in nats, and {@code end}, which is {@code document}, {@code stop} or {@code tokens}. The
 * completion of a prompt depends on its text, its id and the seed, not on the others or on partitions.
 */
@Command(name = "complete", description = "Continues prompts with a trained model, on executors.")
public final class CompleteJob extends SparkJobCommand<CompleteConfig> {
    private static final String NAME = "complete";
    private static final StructType COLUMNS = new StructType()
            .add("id", DataTypes.StringType, false)
            .add("prompt", DataTypes.StringType, false)
            .add("completion", DataTypes.StringType, false)
            .add("tokens", DataTypes.IntegerType, false)
            .add("log_probability", DataTypes.DoubleType, false)
            .add("end", DataTypes.StringType, false);

    public CompleteJob() {
        super(NAME, CompleteJob::defaults, CompleteConfig::from);
    }

    public static void main(String[] args) {
        main(new CompleteJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(CompleteJob.class, NAME).withFallback(Sampling.defaults());
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static CompleteConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), CompleteConfig::from);
    }

    /**
     * Continues the prompts of a table.
     *
     * @param prompts columns {@code id} and {@code text}; neither may be null
     * @param model a run, or a model directory, that all executors can read
     * @param limits where a continuation ends
     * @param sampling how tokens are drawn; its seed is mixed with each id
     */
    public static Dataset<Row> of(Dataset<Row> prompts, String model, GenerationLimits limits, Sampling sampling) {
        return ModelTask.documents(prompts, new Path(model), COLUMNS, completing(limits, sampling));
    }

    /** The row of a prompt. */
    static ModelTask.DocumentUse completing(GenerationLimits limits, Sampling sampling) {
        return (gpt, tokenizer) -> {
            Decoding decoding = Decoding.of(gpt);
            return (id, text) -> {
                Sampler sampler = new Sampler(sampling.withSeed(Seeds.of(sampling.seed(), id)));
                try (Generator generator = new Generator(gpt, tokenizer, text, decoding)) {
                    Continued continued = generator.continuation(limits, sampler, piece -> {});
                    return RowFactory.create(
                            id,
                            text,
                            continued.text(),
                            continued.tokens(),
                            continued.logProbability(),
                            continued.end().name().toLowerCase(Locale.ROOT));
                }
            };
        };
    }

    /**
     * Continues prompts, or leaves everything as it was.
     *
     * @throws InvalidInput if model or prompts cannot be read, or the output may not be replaced
     */
    public static CompleteReport run(SparkSession spark, CompleteConfig config) throws IOException {
        return new InferenceOutput(NAME, config, config.model(), config.corpus(), config.output(), config.overwrite())
                .write(
                        spark,
                        (prompts, model) -> of(prompts, model.toString(), config.limits(), config.sampling()),
                        (rows, read) -> report(config, rows, read));
    }

    private static CompleteReport report(CompleteConfig config, Dataset<Row> rows, ReadSummary read) {
        return new CompleteReport(
                config.output(),
                read.accepted(),
                rows.agg(functions.sum("tokens")).head().getLong(0),
                read.rejectedByReason());
    }

    @Override
    protected void work(SparkSession spark, CompleteConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }
}
