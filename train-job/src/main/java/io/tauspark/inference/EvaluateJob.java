package io.tauspark.inference;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.job.SparkJobCommand;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.Command;

/**
 * Asks a model about documents that it has not learnt from: which text follows on a beginning, which word stands in a place.
 * Parquet with the questions ({@code id}, {@code task}, {@code beginning}, {@code options}, {@code rest}, {@code right}) and
 * answers ({@code chosen}, {@code scores}), and {@code bytes} and {@code log_probability} of the document in nats. They do not
 * depend on partitions.
 */
@Command(name = "evaluate", description = "Asks a trained model about documents that it has not learnt from.")
public final class EvaluateJob extends SparkJobCommand<EvaluateConfig> {
    private static final String NAME = "evaluate";

    private static final StructType COLUMNS = Question.COLUMNS
            .add("chosen", DataTypes.IntegerType, false)
            .add("scores", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
            .add("bytes", DataTypes.IntegerType, false)
            .add("log_probability", DataTypes.DoubleType, false);

    public EvaluateJob() {
        super(NAME, EvaluateJob::defaults, EvaluateConfig::from);
    }

    public static void main(String[] args) {
        main(new EvaluateJob(), args);
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(EvaluateJob.class, NAME);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static EvaluateConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), EvaluateConfig::from);
    }

    /**
     * Asks about the documents of a table.
     *
     * @param documents columns {@code id} and {@code text}; neither may be null
     * @param model a run, or a model directory, that all executors can read
     * @throws InvalidInput if the documents are too few for what is asked
     */
    public static Dataset<Row> of(Dataset<Row> documents, String model, QuestionConfig config) {
        List<Row> questions =
                Questions.of(documents, config).stream().map(Question::row).toList();
        Dataset<Row> asked = documents.sparkSession().createDataFrame(questions, Question.COLUMNS);
        return ModelTask.rows(asked, new Path(model), COLUMNS, (gpt, tokenizer) -> row -> {
            Question question = Question.of(row);
            Answer answer = Answer.of(question, gpt, tokenizer);
            return question.row(answer.chosen(), answer.scores(), answer.bytes(), answer.logProbability());
        });
    }

    /**
     * Asks about documents, or leaves everything as it was.
     *
     * @throws InvalidInput if model or documents cannot be read or are too few, or the output may not be replaced
     */
    public static EvaluateReport run(SparkSession spark, EvaluateConfig config) throws IOException {
        return output(config)
                .write(
                        spark,
                        (documents, model) -> of(documents, model.toString(), config.questions()),
                        (rows, read) -> report(config, rows, read));
    }

    static InferenceOutput output(EvaluateConfig config) {
        return new InferenceOutput(NAME, config, config.model(), config.corpus(), config.output(), config.overwrite());
    }

    private static EvaluateReport report(EvaluateConfig config, Dataset<Row> rows, ReadSummary read) {
        Map<Task, Accuracy> accuracies = new EnumMap<>(Task.class);
        Column right = functions.when(functions.expr("chosen = right"), 1).otherwise(0);
        rows.groupBy("task")
                .agg(functions.count("id"), functions.sum(right))
                .collectAsList()
                .forEach(sums ->
                        accuracies.put(Task.of(sums.getString(0)), new Accuracy(sums.getLong(1), sums.getLong(2))));
        // A document may have been asked about twice, and scored beside other answers each time.
        Row documents = rows.groupBy("id")
                .agg(
                        functions.min("bytes").as("bytes"),
                        functions.min("log_probability").as("log_probability"))
                .agg(functions.count("id"), functions.sum("bytes"), InferenceOutput.sum("log_probability"))
                .head();
        return new EvaluateReport(
                config.output(),
                documents.getLong(0),
                documents.getLong(1),
                documents.getDouble(2),
                config.questions().chance(),
                accuracies,
                read.rejectedByReason());
    }

    @Override
    protected void work(SparkSession spark, EvaluateConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }
}
