package io.tauspark.corpus.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.Rejection;
import io.tauspark.corpus.SourceRecord;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * A corpus of texts, read once: every record became a document or was rejected with a reason. Lines are read and parsed
 * here because Spark's own sources hide broken rows, repair bytes and keep a line in memory however long it is.
 *
 * <p>What was read stays in Spark's storage until {@link #close()}.
 */
public final class Corpus implements AutoCloseable {
    /**
     * A row without a reason and with an empty id tells how many lines a slice has. Ids and texts are never null, since
     * Spark may call a function of a document's text before it has filtered the documents.
     */
    private static final StructType READ = new StructType()
            .add("reason", DataTypes.StringType)
            .add("file", DataTypes.StringType)
            .add("slice", DataTypes.LongType)
            .add("line", DataTypes.LongType)
            .add("record", DataTypes.StringType)
            .add("bytes", DataTypes.StringType)
            .add("id", DataTypes.StringType)
            .add("text", DataTypes.StringType);

    private static final Column IS_REJECTED = col("reason").isNotNull();
    private static final Column IS_DOCUMENT = col("id").notEqual("");

    private final Dataset<Row> read;
    private final SharedIds sharedIds;
    private final ReadSummary summary;

    private Corpus(Dataset<Row> read, SharedIds sharedIds, ReadSummary summary) {
        this.read = read;
        this.sharedIds = sharedIds;
        this.summary = summary;
    }

    /**
     * Reads a corpus.
     *
     * @throws InvalidInput if nothing is there, it cannot be read, or it holds no document
     */
    public static Corpus read(SparkSession spark, CorpusConfig config) {
        try {
            Records records = Records.of(spark, config);
            Dataset<Row> read = spark.createDataFrame(records.read(Content.TEXT).map(Corpus::row), READ)
                    .persist(StorageLevel.MEMORY_AND_DISK());
            try {
                return of(read, config);
            } catch (Exception failed) {
                read.unpersist(true);
                throw failed;
            }
        } catch (Exception failed) {
            throw Refusals.explained(config, failed);
        }
    }

    /** Columns {@code id} and {@code text}, both strings; ids are unique, texts may repeat. */
    public Dataset<Row> documents() {
        return sharedIds.without(documents(read)).select("id", "text");
    }

    public ReadSummary summary() {
        return summary;
    }

    @Override
    public void close() {
        sharedIds.close();
        // Waits for it, here and wherever else, since a removal that the end of Spark cuts short prints a stack trace.
        read.unpersist(true);
    }

    private static Corpus of(Dataset<Row> read, CorpusConfig config) {
        Map<String, Long> rejected = new HashMap<>();
        long found = 0;
        for (Row row : read.filter(IS_REJECTED.or(IS_DOCUMENT))
                .groupBy("reason")
                .count()
                .collectAsList()) {
            if (row.isNullAt(0)) {
                found = row.getLong(1);
            } else {
                rejected.put(row.getString(0), row.getLong(1));
            }
        }
        Dataset<Row> refused = read.filter(IS_REJECTED).drop("id", "text");
        if (found == 0) {
            throw Refusals.noDocuments(config, config.fields().text(), rejected, refused);
        }
        SharedIds shared = SharedIds.of(documents(read), found);
        if (shared.clashes() > 0) {
            rejected.put(Rejection.DUPLICATE_ID.reason(), shared.clashes());
        }
        long accepted = found - shared.duplicates() - shared.clashes();
        Dataset<Row> all = rejected.isEmpty() ? refused : numbered(refused.unionByName(shared.rejected()), read);
        return new Corpus(
                read, shared, new ReadSummary(config, accepted, shared.duplicates(), rejected, all.drop("slice")));
    }

    private static Dataset<Row> documents(Dataset<Row> read) {
        return read.filter(IS_DOCUMENT).select("file", "slice", "line", "id", "text");
    }

    /** Numbers lines within their files instead of their slices. */
    private static Dataset<Row> numbered(Dataset<Row> rejected, Dataset<Row> read) {
        SliceLines lines = new SliceLines();
        read.filter(not(IS_REJECTED.or(IS_DOCUMENT)))
                .select("file", "slice", "line")
                .collectAsList()
                .forEach(end -> lines.add(end.getString(0), end.getLong(1), end.getLong(2)));
        UDF3<String, Long, Long, Long> number = lines.numbers()::inFile;
        return rejected.withColumn(
                "line", udf(number, DataTypes.LongType).apply(col("file"), col("slice"), col("line")));
    }

    private static Row row(SourceRecord record) {
        if (record.isEndOfSlice()) {
            return RowFactory.create(null, record.file(), record.slice(), record.line(), null, null, "", "");
        }
        return record.isDocument()
                ? RowFactory.create(
                        null, record.file(), record.slice(), record.line(), null, null, record.id(), record.text())
                : RowFactory.create(
                        record.rejection().reason(),
                        record.file(),
                        record.slice(),
                        record.line(),
                        record.shown(),
                        record.bytes(),
                        "",
                        "");
    }
}
