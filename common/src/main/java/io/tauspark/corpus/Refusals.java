package io.tauspark.corpus;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is said of an input that is no corpus. */
final class Refusals {
    private static final int LENGTHS_NAMED = 5;

    private Refusals() {}

    /**
     * An input none of whose records is a document. Of JSON it names the fields of a record that lacks the one asked
     * for, which is most likely misspelt.
     *
     * @param field that holds what was asked for
     * @param rejected columns {@code reason} and {@code record}, among others
     */
    static InvalidInput noDocuments(
            CorpusConfig config, String field, Map<String, Long> rejectedByReason, Dataset<Row> rejected) {
        String what = config.format() == CorpusFormat.TEXT ? "" : " with a field '" + field + "'";
        return new InvalidInput("input '" + config.input() + "' holds no document" + what + "; rejected records: "
                + Intake.counts(rejectedByReason) + (config.format() == CorpusFormat.JSONL ? fields(rejected) : ""));
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

    private static String fields(Dataset<Row> rejected) {
        List<Row> lacking = rejected.filter(
                        col("reason").isin(Rejection.MISSING_TEXT.reason(), Rejection.MISSING_EMBEDDING.reason()))
                .select("record")
                .takeAsList(1);
        if (lacking.isEmpty()) {
            return "";
        }
        JsonNode record = Json.tree(lacking.get(0).getString(0), "a record");
        List<String> names = new ArrayList<>();
        record.fieldNames().forEachRemaining(names::add);
        return "; the fields of one are " + String.join(", ", names);
    }

    /** A file that cannot be read is the caller's to mend; anything else is a failure. */
    static RuntimeException explained(CorpusConfig config, Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInput invalid) {
                return invalid;
            }
            if (cause instanceof IOException || isOfParquet(cause)) {
                return new InvalidInput("input '" + config.input() + "' cannot be read: " + cause.getMessage(), failed);
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
