package io.tauspark.tokenizer;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.tauspark.shards.ShardPart;
import io.tauspark.shards.ShardReader;
import io.tauspark.store.Json;
import io.tauspark.store.TaskConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.TaskCompletionListener;

/**
 * How often each pre-token stands in the documents of some parts: exact, whatever the parts and partitions. The counts
 * lie in Spark's storage, on disk, until {@link #close()}; no more of them come to the driver than it asks for.
 */
final class PreTokenCounts implements AutoCloseable {
    /** The row that has the number of words between white space; no pre-token is empty. */
    static final String WORDS = "";

    private static final String PRE_TOKEN = "pre_token";
    private static final String COUNT = "count";
    private static final StructType COLUMNS =
            new StructType().add(PRE_TOKEN, DataTypes.StringType, false).add(COUNT, DataTypes.LongType, false);

    private final SparkSession spark;
    private final int partitions;
    private final Dataset<Row> counts;

    /**
     * @param shards directory of the shards
     * @param parts whose documents are counted, each in a task of its own
     */
    PreTokenCounts(SparkSession spark, Path shards, List<ShardPart> parts, PreTokenizer preTokenizer) {
        this.spark = spark;
        TaskConfiguration hadoop = TaskConfiguration.of(spark.sparkContext());
        // As JSON because Kryo, where a cluster sets it, cannot carry records.
        JavaRDD<String> described = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(parts.stream().map(Json::line).toList(), Math.max(1, parts.size()));
        JavaRDD<Row> rows = described.mapPartitions(lines -> rows(lines, shards, preTokenizer, hadoop));
        // As many partitions as parts, which are many where there is much; Spark's own number would be far too many
        // here.
        partitions = Math.max(1, parts.size());
        counts = spark.createDataFrame(rows, COLUMNS)
                .repartition(partitions, col(PRE_TOKEN))
                .groupBy(PRE_TOKEN)
                .agg(sum(COUNT).as(COUNT))
                .persist(StorageLevel.DISK_ONLY());
    }

    private static Iterator<Row> rows(
            Iterator<String> parts, Path shards, PreTokenizer preTokenizer, TaskConfiguration hadoop)
            throws IOException {
        if (!parts.hasNext()) {
            return List.<Row>of().iterator();
        }
        ShardPart part = Json.read(parts.next(), ShardPart.class, "the account of a part");
        ShardReader reader = ShardReader.open(shards, part, hadoop.value());
        // Named, since Scala's function would do as well.
        TaskCompletionListener closing = ended -> close(reader);
        TaskContext.get().addTaskCompletionListener(closing);
        return new DocumentPreTokens(reader, preTokenizer);
    }

    private static void close(ShardReader reader) {
        try {
            reader.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Gives the most frequent pre-tokens with their counts, in descending order; of equally frequent ones those with the
     * smaller bytes come first.
     */
    void mostFrequent(int most, ObjLongConsumer<String> taken) {
        Iterator<Row> sorted = counts.filter(col(PRE_TOKEN).notEqual(WORDS))
                .repartitionByRange(partitions, col(COUNT).desc(), col(PRE_TOKEN))
                .sortWithinPartitions(col(COUNT).desc(), col(PRE_TOKEN))
                .toLocalIterator();
        for (int i = 0; i < most && sorted.hasNext(); i++) {
            Row row = sorted.next();
            taken.accept(row.getString(0), row.getLong(1));
        }
    }

    /**
     * The size of the documents in tokens of some vocabularies.
     *
     * @param merges that each vocabulary has, ascending; the last one has all of the encoder's
     */
    Compression compression(BytePairEncoder encoder, int[] merges) {
        Broadcast<BytePairEncoder> sent =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(encoder);
        try {
            long[] sums = counts.toJavaRDD()
                    .mapPartitions(rows -> List.of(Compression.sums(rows, sent.value(), merges))
                            .iterator())
                    .fold(new long[Compression.size(merges)], PreTokenCounts::plus);
            return Compression.of(sums, merges.length);
        } finally {
            sent.destroy();
        }
    }

    private static long[] plus(long[] sums, long[] more) {
        long[] all = sums.clone();
        Arrays.setAll(all, i -> sums[i] + more[i]);
        return all;
    }

    @Override
    public void close() {
        counts.unpersist(true);
    }
}
