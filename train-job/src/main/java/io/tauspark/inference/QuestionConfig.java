package io.tauspark.inference;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.typesafe.config.Config;
import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.Settings;
import java.util.List;
import java.util.Locale;

/**
 * The questions that a model is asked about documents.
 *
 * @param tasks kinds of questions
 * @param documents most documents that are asked about
 * @param words of a document that are used
 * @param beginning share of these words that is given where the continuation is asked for
 * @param distractors wrong answers to each question
 * @param leastDocuments that a word which is asked for stands in
 * @param mostShare of the documents that such a word stands in
 * @param seed chooses documents, words and wrong answers
 */
public record QuestionConfig(
        List<Task> tasks,
        int documents,
        int words,
        double beginning,
        int distractors,
        @Key("cloze.least-documents") int leastDocuments,
        @Key("cloze.most-share") double mostShare,
        long seed) {
    /** All answers to a question pass through the model at once. */
    private static final int MOST_DISTRACTORS = 31;

    /** The questions are made on the driver. */
    private static final int MOST_DOCUMENTS = 100_000;

    /** About three pages, far beyond the context of a small model. */
    private static final int MOST_WORDS = 1000;

    /** Kinds of questions. */
    public enum Task {
        /** Which text follows on the beginning of a document. */
        @JsonProperty("continuation")
        CONTINUATION,
        /** Which word stands in a place of a document. */
        @JsonProperty("cloze")
        CLOZE;

        /** The task of a row. */
        static Task of(String spelling) {
            return valueOf(spelling.toUpperCase(Locale.ROOT));
        }
    }

    public QuestionConfig {
        new Problems()
                .check(
                        !tasks.isEmpty() && tasks.stream().distinct().count() == tasks.size(),
                        "tasks",
                        tasks,
                        "must name at least one of continuation and cloze, and none twice")
                .check(
                        documents >= 1 && documents <= MOST_DOCUMENTS,
                        "documents",
                        documents,
                        "must lie between 1 and " + MOST_DOCUMENTS)
                .check(
                        words >= Words.FEWEST && words <= MOST_WORDS,
                        "words",
                        words,
                        "must lie between " + Words.FEWEST + " and " + MOST_WORDS)
                .check(beginning > 0 && beginning < 1, "beginning", beginning, "must lie between 0 and 1")
                .check(
                        distractors >= 1 && distractors <= MOST_DISTRACTORS,
                        "distractors",
                        distractors,
                        "must lie between 1 and " + MOST_DISTRACTORS)
                .check(leastDocuments >= 1, "cloze.least-documents", leastDocuments, "must be at least 1")
                .check(
                        mostShare > 0 && mostShare <= 1,
                        "cloze.most-share",
                        mostShare,
                        "must lie above 0 and be at most 1, for all words")
                .throwIfAny();
        tasks = List.copyOf(tasks);
    }

    /** The defaults, which commands share. */
    public static Config defaults() {
        return Settings.reference(QuestionConfig.class, "questions");
    }

    /** The probability of a right answer by chance. */
    double chance() {
        return 1.0 / (distractors + 1);
    }
}
