package io.tauspark.shard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.udf;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * Documents of which no two have the same text, as {@link NormalText} compares it, and, if asked, no two nearly the
 * same. Of several the one with the smallest id stays, in the order of UTF-8 bytes, with its text as it is.
 *
 * <p>Texts are not shuffled: fingerprints find those that have to go, and only these stay in Spark's storage until
 * {@link #close()}.
 */
final class DistinctDocuments implements AutoCloseable {
    private final Dataset<Row> documents;
    private final Dataset<Row> copies;
    private final long duplicates;
    private final Optional<NearDuplicates> near;

    /**
     * @param documents columns {@code id} and {@code text}, ids unique
     * @param threshold smallest similarity of near duplicates, or 0 to keep them
     */
    DistinctDocuments(Dataset<Row> documents, double threshold) {
        Dataset<Row> contents = contents(documents).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            // Both sides of a join read them, at one time: Spark warns where each makes the same block.
            contents.count();
            copies = copies(contents).persist(StorageLevel.MEMORY_AND_DISK());
            duplicates = copies.count();
        } finally {
            contents.unpersist(true);
        }
        Dataset<Row> distinct = without(documents, copies, duplicates);
        near = threshold > 0 ? Optional.of(new NearDuplicates(distinct, threshold)) : Optional.empty();
        this.documents = near.map(found -> without(distinct, found.removed(), found.count()))
                .orElse(distinct);
    }

    /** Columns {@code id} and {@code text}. */
    Dataset<Row> documents() {
        return documents;
    }

    /** The number of documents with the text of another. */
    long duplicates() {
        return duplicates;
    }

    /** The number of documents that were nearly the same as another. */
    long nearDuplicates() {
        return near.map(NearDuplicates::count).orElse(0L);
    }

    /** The near duplicates, see {@link NearDuplicates#removed}; there are none if they were not looked for. */
    Dataset<Row> removed() {
        return near.orElseThrow().removed();
    }

    @Override
    public void close() {
        copies.unpersist(true);
        near.ifPresent(NearDuplicates::close);
    }

    private static Dataset<Row> contents(Dataset<Row> documents) {
        UDF1<String, String> fingerprint = NormalText::fingerprint;
        return documents.select(
                col("id"),
                udf(fingerprint, DataTypes.StringType).apply(col("text")).as("content"));
    }

    /** The ids of documents that have the text of one with a smaller id. */
    private static Dataset<Row> copies(Dataset<Row> contents) {
        Dataset<Row> repeated = contents.groupBy("content")
                .agg(min("id").as("first"), count(lit(1)).as("count"))
                .filter(col("count").gt(1));
        return contents.join(repeated, "content")
                .filter(col("id").notEqual(col("first")))
                .select("id");
    }

    private static Dataset<Row> without(Dataset<Row> documents, Dataset<Row> removed, long count) {
        return count == 0 ? documents : documents.join(removed.select("id"), "id", "left_anti");
    }
}
