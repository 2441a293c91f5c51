package io.tauspark.inference;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.job.SparkJobCommand;
import java.io.IOException;
import java.util.List;
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
 * Tells how well a model knows documents: Parquet with {@code id}, {@code tokens}, {@code bytes}, {@code log_probability} in
 * nats and {@code bits_per_byte}. The numbers of a document do not depend on the others or on partitions.
 */
@Command(name = "perplexity", description = "Tells how well a trained model knows documents.")
public final class PerplexityJob extends SparkJobCommand<PerplexityConfig> {
    private static final String NAME = "perplexity";

    private static final StructType COLUMNS = new StructType()
            .add("id", DataTypes.StringType, false)
            .add("tokens", DataTypes.IntegerType, false)
            .add("bytes", DataTypes.IntegerType, false)
            .add("log_probability", DataTypes.DoubleType, false)
            .add("bits_per_byte", DataTypes.DoubleType, false);

    public PerplexityJob() {
        super(NAME, PerplexityJob::defaults, PerplexityConfig::from);
    }

    public static void main(String[] args) {
        main(new PerplexityJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(PerplexityJob.class, NAME);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static PerplexityConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), PerplexityConfig::from);
    }

    /**
     * Scores the documents of a table.
     *
     * @param documents columns {@code id} and {@code text}; neither may be null
     * @param model a run, or a model directory, that all executors can read
     */
    public static Dataset<Row> of(Dataset<Row> documents, String model) {
        return ModelTask.documents(documents, new Path(model), COLUMNS, scoring());
    }

    /** The row of a document. */
    static ModelTask.DocumentUse scoring() {
        return (gpt, tokenizer) -> (id, text) -> {
            DocumentLoss loss = DocumentLoss.of(text, gpt, tokenizer);
            return RowFactory.create(id, loss.tokens(), loss.bytes(), loss.logProbability(), loss.bitsPerByte());
        };
    }

    /**
     * Scores documents, or leaves everything as it was.
     *
     * @throws InvalidInput if model or documents cannot be read, or the output may not be replaced
     */
    public static PerplexityReport run(SparkSession spark, PerplexityConfig config) throws IOException {
        return new InferenceOutput(NAME, config, config.model(), config.corpus(), config.output(), config.overwrite())
                .write(
                        spark,
                        (documents, model) -> of(documents, model.toString()),
                        (rows, read) -> report(config, rows, read));
    }

    private static PerplexityReport report(PerplexityConfig config, Dataset<Row> rows, ReadSummary read) {
        Row sums = rows.agg(functions.sum("tokens"), functions.sum("bytes"), InferenceOutput.sum("log_probability"))
                .head();
        return new PerplexityReport(
                config.output(),
                read.accepted(),
                sums.getLong(0),
                sums.getLong(1),
                sums.getDouble(2),
                read.rejectedByReason());
    }

    @Override
    protected void work(SparkSession spark, PerplexityConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }
}
