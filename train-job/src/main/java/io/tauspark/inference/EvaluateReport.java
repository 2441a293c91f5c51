package io.tauspark.inference;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tauspark.config.Settings;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.inference.QuestionConfig.Task;
import io.tauspark.page.NumberText;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The result of a run of {@link EvaluateJob}.
 *
 * @param output directory of the Parquet files
 * @param documents that were asked about
 * @param bytes of their texts, as far as they are used, in UTF-8
 * @param logProbability of these texts, nats
 * @param chance probability of a right answer to a question by chance
 * @param accuracies by kind of question
 * @param rejected records that are no documents, by reason
 */
public record EvaluateReport(
        String output,
        long documents,
        long bytes,
        double logProbability,
        double chance,
        Map<Task, Accuracy> accuracies,
        Map<String, Long> rejected) {

    public EvaluateReport {
        accuracies = Collections.unmodifiableMap(new EnumMap<>(accuracies));
    }

    /** Bits that a byte of text costs, over all documents. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public double bitsPerByte() {
        return -logProbability / Math.log(2) / bytes;
    }

    /** Plain lines for people, the last one ended. */
    public String summary() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "documents     %,d asked about, rejected: %s%nscore         %.4f bits per byte of %,d%n",
                documents,
                ReadSummary.counts(rejected),
                bitsPerByte(),
                bytes));
        accuracies.forEach((task, accuracy) -> text.append(String.format(
                Locale.ROOT,
                "%-12s  %s of %,d right, 95 %% interval %s … %s, by chance %s%n",
                Settings.spelling(task),
                NumberText.percent(accuracy.share()),
                accuracy.questions(),
                NumberText.percent(accuracy.low()),
                NumberText.percent(accuracy.high()),
                NumberText.percent(chance))));
        return text.append(String.format(Locale.ROOT, "output        %s%n", output))
                .toString();
    }
}
