package io.tauspark.corpus.read;

import static org.apache.spark.sql.functions.col;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.Rejection;
import io.tauspark.shards.GzipLines;
import io.tauspark.store.Storage;
import io.tauspark.store.TaskConfiguration;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A summary of the reading of a corpus. Every record is a document, a duplicate or rejected. */
public final class ReadSummary {
    /** Schema of {@link #rejected}. */
    static final StructType REJECTED = new StructType()
            .add("reason", DataTypes.StringType)
            .add("file", DataTypes.StringType)
            .add("line", DataTypes.LongType)
            .add("record", DataTypes.StringType)
            .add("bytes", DataTypes.StringType);

    private final CorpusConfig config;
    private final long accepted;
    private final long duplicates;
    private final Map<String, Long> rejectedByReason;
    private final Dataset<Row> rejected;

    ReadSummary(
            CorpusConfig config,
            long accepted,
            long duplicates,
            Map<String, Long> rejectedByReason,
            Dataset<Row> rejected) {
        this.config = config;
        this.accepted = accepted;
        this.duplicates = duplicates;
        this.rejectedByReason = Collections.unmodifiableMap(new TreeMap<>(rejectedByReason));
        this.rejected = rejected;
    }

    /** The number of records that were read, blank lines not counted. */
    public long records() {
        return accepted + duplicates + rejectedCount();
    }

    /** The number of documents among them; at least one. */
    public long accepted() {
        return accepted;
    }

    /** The number of records with the id and content of another. */
    public long duplicates() {
        return duplicates;
    }

    /** The number of records rejected for each reason that occurred, see {@link Rejection}. */
    public Map<String, Long> rejectedByReason() {
        return rejectedByReason;
    }

    public long rejectedCount() {
        return rejectedByReason.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The rejected records.
     *
     * @return columns {@code reason}, {@code file}, {@code line} (of JSONL and text, from 1; of Parquet the row, from
     *     0), {@code record} and, where that is not all, {@code bytes} in base 64; all strings but {@code line}
     */
    public Dataset<Row> rejected() {
        return rejected;
    }

    /** @throws InvalidInput if more records were rejected than the configuration allows, with an example of each reason */
    public void requireFewRejected() {
        if (rejectedCount() > config.rejectedLimit() * records()) {
            throw new InvalidInput(String.format(
                            Locale.ROOT,
                            "%d of the %d records of input '%s' are rejected (%s), more than rejected.limit = %s"
                                    + " allows: mend the input, name its fields, or raise rejected.limit",
                            rejectedCount(),
                            records(),
                            config.input(),
                            counts(rejectedByReason),
                            config.rejectedLimit())
                    + RejectedExamples.of(rejected, config));
        }
    }

    /**
     * Writes the rejected records as {@code part-00000.jsonl.gz} in a directory of their own, in an order that depends
     * on nothing but them. The limit on them keeps it small beside the documents.
     *
     * @param directory made if there are any
     */
    public void writeRejected(Path directory) throws IOException {
        if (rejectedByReason.isEmpty()) {
            return;
        }
        TaskConfiguration storage = TaskConfiguration.of(rejected.sparkSession().sparkContext());
        Path file = new Path(directory, "part-00000.jsonl.gz");
        Path attempts = new Path(directory, "_attempts");
        rejected.repartition(1)
                .sortWithinPartitions(col("reason"), col("file"), col("line"), col("record"))
                .toJSON()
                .foreachPartition((ForeachPartitionFunction<String>)
                        lines -> GzipLines.write(file, attempts, lines, storage.value()));
        Storage.of(attempts, storage.value()).delete(attempts, true);
    }

    /** Counts as messages write them: {@code broken-json 2, empty-text 1}, or {@code none}. */
    public static String counts(Map<String, Long> byReason) {
        return byReason.isEmpty()
                ? "none"
                : byReason.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }
}
