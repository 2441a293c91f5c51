package io.tauspark.laplacian;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.tauspark.corpus.Rejection;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;

/**
 * A corpus in which every text and every id occurs once. Which of several is kept depends on their ids and texts
 * alone: of equal texts the smallest id, then of equal ids the smallest text, in the order of their UTF-8 bytes.
 *
 * <p>The documents stay in Spark's storage until {@link #close()}, in one partition per input split or core. Spark does
 * not adapt the number of what is stored, and its 200 would make a shuffle of 40,000 files from any small corpus.
 */
final class DistinctDocuments implements AutoCloseable {
    private final Dataset<Row> distinctTexts;
    private final String source;
    private final long texts;
    private final long kept;

    DistinctDocuments(Dataset<Row> documents, String source) {
        this.source = source;
        int cores = documents.sparkSession().sparkContext().defaultParallelism();
        int partitions = Math.max(documents.rdd().getNumPartitions(), cores);
        distinctTexts = documents
                .repartition(partitions, col("text"))
                .groupBy("text")
                .agg(min("id").as("id"))
                .repartition(partitions, col("id"))
                .withColumn("copy", row_number().over(Window.partitionBy("id").orderBy("text")))
                .persist(StorageLevel.MEMORY_AND_DISK());
        texts = distinctTexts.count();
        kept = documents().count();
    }

    /** Columns {@code id} and {@code text}, both unique. */
    Dataset<Row> documents() {
        return distinctTexts.filter(col("copy").equalTo(1)).select("id", "text");
    }

    /** The documents whose id another one has: columns {@code reason}, {@code file}, {@code line}. */
    Dataset<Row> clashes() {
        return distinctTexts
                .filter(col("copy").gt(1))
                .select(
                        lit(Rejection.DUPLICATE_ID.reason()).as("reason"),
                        lit(source).as("file"),
                        to_json(struct("id", "text")).as("line"));
    }

    /** How many different texts there are, clashes included. */
    long texts() {
        return texts;
    }

    /** How many documents there are. */
    long kept() {
        return kept;
    }

    @Override
    public void close() {
        distinctTexts.unpersist();
    }
}
