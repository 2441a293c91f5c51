package io.tauspark.inference;

import com.typesafe.config.ConfigUtil;
import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.read.Corpus;
import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.shards.Split;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The answers of the models of finished runs to questions about the validation documents of their shards: an output of {@link
 * EvaluateJob} in {@code answers/} for each, which later commands read.
 */
public final class AskedRuns {
    private static final String DIRECTORY = "answers";

    private final SparkSession spark;
    private final Path output;
    private final QuestionConfig questions;

    /** @param output directory of all that is made of the runs */
    public AskedRuns(SparkSession spark, Path output, QuestionConfig questions) {
        this.spark = spark;
        this.output = output;
        this.questions = questions;
    }

    /**
     * Makes sure that there is something to ask about.
     *
     * @param data shards
     * @throws InvalidInput if their validation documents are too few, or have no word that can be asked for
     */
    public void requireQuestions(String data) {
        try (Corpus read = Corpus.read(spark, config(output, data).corpus())) {
            List<Question> unused = Questions.of(read.documents(), questions);
        }
    }

    /** The accuracies of a run that was asked the same before. */
    public Optional<Map<Task, Accuracy>> known(Path run, String data) throws IOException {
        return EvaluateJob.output(config(run, data))
                .earlier(EvaluateReport.class, spark.sparkContext().hadoopConfiguration())
                .map(EvaluateReport::accuracies);
    }

    /** Asks the model of a run. */
    public Map<Task, Accuracy> ask(Path run, String data) throws IOException {
        return EvaluateJob.run(spark, config(run, data)).accuracies();
    }

    private EvaluateConfig config(Path run, String data) {
        EvaluateConfig asked = EvaluateJob.configure(
                "model=" + ConfigUtil.quoteString(run.toString()),
                "input=" + ConfigUtil.quoteString(new Path(data, Split.VALIDATION.directory()).toString()),
                "output=" + ConfigUtil.quoteString(new Path(new Path(output, DIRECTORY), run.getName()).toString()));
        return new EvaluateConfig(asked.model(), asked.corpus(), asked.output(), true, questions);
    }
}
