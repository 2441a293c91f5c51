package io.tauspark.corpus.read;

import static org.apache.spark.sql.functions.col;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.JsonRecord;
import io.tauspark.corpus.Rejection;
import io.tauspark.corpus.WrongType;
import io.tauspark.corpus.files.SliceRecords;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The messages that refuse an input that is no corpus. */
final class Refusals {
    private static final int LENGTHS_NAMED = 5;

    private Refusals() {}

    /**
     * An input none of whose records is a document, with the first record of every reason. Of JSON it names the fields
     * of a record that lacks the one asked for, which is most likely misspelt, and the form of a field that has
     * another.
     *
     * @param field that holds what was asked for
     * @param rejected columns {@code reason}, {@code file}, {@code line} and {@code record}, among others
     */
    static InvalidInput noDocuments(
            CorpusConfig config, String field, Map<String, Long> rejectedByReason, Dataset<Row> rejected) {
        return new InvalidInput("input '" + Excerpt.whole(config.input()) + "' holds no document"
                + why(config, field, rejectedByReason, rejected)
                + "; rejected records: " + ReadSummary.counts(rejectedByReason)
                + (config.format() == Format.JSONL ? fields(rejected) : "")
                + (rejectedByReason.isEmpty() ? "" : RejectedExamples.of(rejected, config)));
    }

    /** @param vectors number of vectors by their length, at least one */
    static InvalidInput noVectors(CorpusConfig config, int dimension, Map<Integer, Long> vectors) {
        String lengths = new TreeMap<>(vectors)
                .entrySet().stream()
                        .limit(LENGTHS_NAMED)
                        .map(entry -> entry.getValue() + " of length " + entry.getKey())
                        .collect(Collectors.joining(", "));
        return new InvalidInput("input '" + config.input() + "' holds no vector of length " + dimension + " in '"
                + config.embedding() + "', but " + lengths + "; give the embeddings that belong to this dimension");
    }

    private static String why(
            CorpusConfig config, String field, Map<String, Long> rejectedByReason, Dataset<Row> rejected) {
        if (config.format() == Format.TEXT) {
            return "";
        }
        if (config.format() == Format.PARQUET || !rejectedByReason.containsKey(Rejection.WRONG_TYPE.reason())) {
            return " with a field '" + field + "'";
        }
        long records =
                rejectedByReason.values().stream().mapToLong(Long::longValue).sum();
        return ": " + WrongType.among(rejected, config, records);
    }

    private static String fields(Dataset<Row> rejected) {
        List<Row> lacking = rejected.filter(
                        col("reason").isin(Rejection.MISSING_TEXT.reason(), Rejection.MISSING_EMBEDDING.reason()))
                .select("file", "line", "record")
                .orderBy("file", "line")
                .takeAsList(1);
        if (lacking.isEmpty()) {
            return "";
        }
        List<String> names = JsonRecord.names(lacking.get(0).getString(2));
        return names.isEmpty() ? "; one has no fields" : "; the fields of one are " + Excerpt.names(names);
    }

    /** A file that cannot be read is the caller's to mend; anything else is a failure. */
    static RuntimeException explained(CorpusConfig config, Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInput invalid) {
                return invalid;
            }
            if (cause instanceof IOException || isOfParquet(cause)) {
                return new InvalidInput(
                        "input '" + config.input() + "' cannot be read: " + SliceRecords.reason(cause), failed);
            }
        }
        return new IllegalStateException("input '" + config.input() + "' was not read", failed);
    }

    /** Parquet's library throws bare runtime exceptions for damaged files. */
    private static boolean isOfParquet(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("org.apache.parquet.");
    }
}
