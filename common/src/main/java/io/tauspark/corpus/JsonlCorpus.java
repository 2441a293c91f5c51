package io.tauspark.corpus;

import static org.apache.spark.sql.functions.col;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * A corpus of JSONL files, plain or gzip, read once: every line that is not blank became a document or was rejected
 * with a reason. Lines are parsed here because Spark's own JSON reader hides broken rows and fills in missing fields.
 *
 * <p>The parsed lines stay in Spark's storage until {@link #close()}.
 */
public final class JsonlCorpus implements AutoCloseable {
    private static final StructType PARSED = new StructType()
            .add("reason", DataTypes.StringType)
            .add("file", DataTypes.StringType)
            .add("line", DataTypes.StringType)
            .add("id", DataTypes.StringType)
            .add("text", DataTypes.StringType);

    private final Dataset<Row> parsed;
    private final long accepted;
    private final Map<String, Long> rejectedByReason;

    private JsonlCorpus(Dataset<Row> parsed, long accepted, Map<String, Long> rejectedByReason) {
        this.parsed = parsed;
        this.accepted = accepted;
        this.rejectedByReason = Collections.unmodifiableMap(rejectedByReason);
    }

    /**
     * Reads a corpus.
     *
     * @param input a file, a directory or a glob on any Hadoop file system
     * @throws InvalidInput if nothing is there, it cannot be read, or it holds no document
     */
    public static JsonlCorpus read(SparkSession spark, String input, CorpusFields fields) {
        requireFiles(input, spark.sparkContext().hadoopConfiguration());
        Dataset<Row> parsed = spark.read()
                .text(input)
                .select(col("value"), col("_metadata.file_path"))
                .flatMap((FlatMapFunction<Row, Row>) row -> parse(row, fields), Encoders.row(PARSED))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            Map<String, Long> rejected = new TreeMap<>();
            long accepted = 0;
            for (Row row : parsed.groupBy("reason").count().collectAsList()) {
                if (row.isNullAt(0)) {
                    accepted = row.getLong(1);
                } else {
                    rejected.put(row.getString(0), row.getLong(1));
                }
            }
            if (accepted == 0) {
                throw new InvalidInput("input '" + input + "' holds no document with a field '" + fields.text()
                        + "'; rejected lines: " + counts(rejected));
            }
            return new JsonlCorpus(parsed, accepted, rejected);
        } catch (Exception failed) {
            parsed.unpersist();
            throw explained(input, failed);
        }
    }

    /** Columns {@code id} and {@code text}, both strings; ids and texts may repeat. */
    public Dataset<Row> documents() {
        return parsed.filter(col("reason").isNull()).select("id", "text");
    }

    /** Columns {@code reason} (see {@link Rejection}), {@code file} and {@code line}, all strings. */
    public Dataset<Row> rejected() {
        return parsed.filter(col("reason").isNotNull()).select("reason", "file", "line");
    }

    /** How many lines are documents; at least one. */
    public long accepted() {
        return accepted;
    }

    /** How many lines were rejected for each reason that occurred. */
    public Map<String, Long> rejectedByReason() {
        return rejectedByReason;
    }

    @Override
    public void close() {
        parsed.unpersist();
    }

    /** Counts as messages write them: {@code broken-json 2, empty-text 1}, or {@code none}. */
    public static String counts(Map<String, Long> byReason) {
        return byReason.isEmpty()
                ? "none"
                : byReason.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static Iterator<Row> parse(Row row, CorpusFields fields) {
        String line = row.getString(0);
        return line.isBlank()
                ? Collections.emptyIterator()
                : Collections.singleton(parse(line, row.getString(1), fields)).iterator();
    }

    private static Row parse(String line, String file, CorpusFields fields) {
        try {
            Document document = DocumentLine.parse(line, fields);
            return RowFactory.create(null, null, null, document.id(), document.text());
        } catch (RejectedLine rejected) {
            return RowFactory.create(rejected.rejection().reason(), file, line, null, null);
        }
    }

    private static void requireFiles(String input, Configuration hadoop) {
        try {
            Path path = Storage.qualified(input, hadoop);
            FileStatus[] found = Storage.of(path, hadoop).globStatus(path);
            if (found == null || found.length == 0) {
                throw new InvalidInput(
                        "input '" + input + "' does not exist; give a JSONL file, a directory or a glob");
            }
        } catch (IOException unreadable) {
            throw unreadable(input, unreadable);
        }
    }

    /** A file that cannot be read is the caller's to mend; anything else is a failure. */
    private static RuntimeException explained(String input, Exception failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidInput invalid) {
                return invalid;
            }
            if (cause instanceof IOException unreadable) {
                return unreadable(input, unreadable);
            }
        }
        return new IllegalStateException("input '" + input + "' was not read", failed);
    }

    private static InvalidInput unreadable(String input, IOException cause) {
        return new InvalidInput("input '" + input + "' cannot be read: " + cause.getMessage(), cause);
    }
}
