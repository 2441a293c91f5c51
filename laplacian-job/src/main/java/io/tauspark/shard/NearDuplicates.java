package io.tauspark.shard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Documents that resemble another of a smaller id, by the Jaccard similarity of their {@link Shingles}. {@link MinHash}
 * proposes pairs, which are then compared exactly. A document is removed if it resembles one that stays: going through
 * the ids in order, each stays unless it resembles one that stayed before.
 *
 * <p>What is removed depends on nothing but the documents. Where more than 33 share a key, each is compared with the 32
 * of the smallest ids only ({@link CandidatePairs}), so that the cost stays linear in the number of documents.
 */
final class NearDuplicates implements AutoCloseable {
    private static final StructType KEYS =
            new StructType().add("key", DataTypes.LongType).add("id", DataTypes.StringType);
    private static final StructType PAIRS =
            new StructType().add("id", DataTypes.StringType).add("other", DataTypes.StringType);
    private static final StructType REMOVED = new StructType()
            .add("id", DataTypes.StringType)
            .add("resembles", DataTypes.StringType)
            .add("similarity", DataTypes.DoubleType);

    private static final StructType SIMILAR = new StructType()
            .add("id", DataTypes.StringType)
            .add("other", DataTypes.StringType)
            .add("similarity", DataTypes.DoubleType);

    private final List<JavaRDD<Row>> rounds = new ArrayList<>();
    private final SparkSession spark;
    private long count;

    /**
     * @param documents columns {@code id} and {@code text}, ids unique
     * @param threshold smallest similarity of documents that resemble each other, in (0, 1]
     */
    NearDuplicates(Dataset<Row> documents, double threshold) {
        spark = documents.sparkSession();
        JavaRDD<Row> similar = kept(similar(documents, threshold));
        // All of them are made before two sides of a join read them.
        while (similar.count() > 0) {
            // From rows, as the plan of a round would otherwise hold those of all before it several times over.
            Dataset<Row> pairs = spark.createDataFrame(similar, SIMILAR);
            JavaRDD<Row> round = kept(removed(pairs));
            rounds.add(round);
            count += round.count();
            Dataset<Row> gone = spark.createDataFrame(round, REMOVED);
            JavaRDD<Row> left = kept(pairs.join(gone.select("id"), "id", "left_anti")
                    .join(gone.select(col("id").as("other")), "other", "left_anti")
                    .select("id", "other", "similarity"));
            left.count();
            similar.unpersist(true);
            similar = left;
        }
        similar.unpersist(true);
    }

    private static JavaRDD<Row> kept(Dataset<Row> rows) {
        return rows.toJavaRDD().persist(StorageLevel.MEMORY_AND_DISK());
    }

    /** Columns {@code id}, {@code resembles} (an id that stays) and {@code similarity}. */
    Dataset<Row> removed() {
        return rounds.stream()
                .map(round -> spark.createDataFrame(round, REMOVED))
                .reduce(spark.createDataFrame(List.of(), REMOVED), Dataset::unionByName);
    }

    long count() {
        return count;
    }

    @Override
    public void close() {
        rounds.forEach(round -> round.unpersist(true));
    }

    /** Columns {@code id}, {@code other} and {@code similarity} of all pairs found, where the other id is smaller. */
    private static Dataset<Row> similar(Dataset<Row> documents, double threshold) {
        UDF1<String, byte[]> shingle = text -> Shingles.packed(Shingles.of(text));
        UDF2<byte[], byte[], Double> similarity =
                (some, others) -> Shingles.similarity(Shingles.unpacked(some), Shingles.unpacked(others));
        Dataset<Row> sets = documents.select(
                col("id"), udf(shingle, DataTypes.BinaryType).apply(col("text")).as("set"));
        MinHash hash = new MinHash(threshold);
        Dataset<Row> pairs = sets.flatMap((FlatMapFunction<Row, Row>) row -> keys(row, hash), Encoders.row(KEYS))
                .repartition(col("key"))
                .sortWithinPartitions("key", "id")
                .mapPartitions((MapPartitionsFunction<Row, Row>) CandidatePairs::new, Encoders.row(PAIRS))
                .distinct();
        return pairs.join(sets, "id")
                .join(sets.select(col("id").as("other"), col("set").as("others")), "other")
                .select(
                        col("id"),
                        col("other"),
                        udf(similarity, DataTypes.DoubleType)
                                .apply(col("set"), col("others"))
                                .as("similarity"))
                .filter(col("similarity").geq(threshold));
    }

    /** The documents that resemble one which resembles none of a smaller id and so stays for sure. */
    private static Dataset<Row> removed(Dataset<Row> similar) {
        Dataset<Row> staying =
                similar.select("other").except(similar.select(col("id").as("other")));
        return similar.join(staying, "other")
                .groupBy("id")
                .agg(min(struct("other", "similarity")).as("first"))
                .select(col("id"), col("first.other").as("resembles"), col("first.similarity"));
    }

    private static Iterator<Row> keys(Row row, MinHash hash) {
        long[] set = Shingles.unpacked(row.getAs("set"));
        List<Row> keys = new ArrayList<>();
        if (set.length > 0) {
            for (long key : hash.keys(set)) {
                keys.add(RowFactory.create(key, row.getString(0)));
            }
        }
        return keys.iterator();
    }
}
