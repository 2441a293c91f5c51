package io.tauspark.corpus.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import io.tauspark.corpus.Rejection;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Documents that have to go because another has their id. Of those with one id the one with the smallest text stays, in
 * the order of UTF-8 bytes; the others are duplicates if they have the text of one before, and rejected if not.
 *
 * <p>Only hashes of ids are shuffled as long as all ids differ, and only documents with a shared id where they do not.
 */
final class SharedIds implements AutoCloseable {
    /** Columns {@code file, slice, line, id, text, copy}; the first copy of a text is rejected, others are duplicates. */
    private final Dataset<Row> surplus;

    private final long duplicates;
    private final long clashes;

    private SharedIds(Dataset<Row> surplus, long duplicates, long clashes) {
        this.surplus = surplus;
        this.duplicates = duplicates;
        this.clashes = clashes;
    }

    /**
     * @param documents columns {@code file, slice, line, id, text}, in Spark's storage
     * @param count how many
     */
    static SharedIds of(Dataset<Row> documents, long count) {
        Dataset<Row> hashed = documents.withColumn("hash", xxhash64(col("id")));
        if (hashed.select("hash").distinct().count() == count) {
            return new SharedIds(documents.withColumn("copy", lit(0)).filter(lit(false)), 0, 0);
        }
        Dataset<Row> shared = hashed.groupBy("hash").count().filter(col("count").gt(1));
        Dataset<Row> surplus = hashed.join(shared.select("hash"), "hash", "left_semi")
                .withColumn(
                        "place", row_number().over(Window.partitionBy("id").orderBy("text", "file", "slice", "line")))
                .withColumn(
                        "copy",
                        row_number().over(Window.partitionBy("id", "text").orderBy("place")))
                .filter(col("place").gt(1))
                .select("file", "slice", "line", "id", "text", "copy")
                .persist(StorageLevel.MEMORY_AND_DISK());
        long all = surplus.count();
        long clashes = surplus.filter(col("copy").equalTo(1)).count();
        return new SharedIds(surplus, all - clashes, clashes);
    }

    /** The documents that stay, with the same columns. */
    Dataset<Row> without(Dataset<Row> documents) {
        return duplicates + clashes == 0
                ? documents
                : documents.join(
                        surplus.select("file", "slice", "line"), new String[] {"file", "slice", "line"}, "left_anti");
    }

    /** The rejected ones: columns {@code reason, file, slice, line, record, bytes}. */
    Dataset<Row> rejected() {
        return surplus.filter(col("copy").equalTo(1))
                .select(
                        lit(Rejection.DUPLICATE_ID.reason()).as("reason"),
                        col("file"),
                        col("slice"),
                        col("line"),
                        to_json(struct("id", "text")).as("record"),
                        lit(null).cast(DataTypes.StringType).as("bytes"));
    }

    long duplicates() {
        return duplicates;
    }

    long clashes() {
        return clashes;
    }

    @Override
    public void close() {
        surplus.unpersist(true);
    }
}
