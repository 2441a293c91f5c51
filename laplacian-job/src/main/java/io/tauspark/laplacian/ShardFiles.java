package io.tauspark.laplacian;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.tauspark.corpus.Document;
import io.tauspark.corpus.Fingerprint;
import io.tauspark.corpus.GzipLines;
import io.tauspark.corpus.ShardPart;
import io.tauspark.corpus.Split;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Writes the files of a directory of shards: one task per file, the same bytes however Spark spread the input. */
final class ShardFiles {
    private final Path directory;
    private final Path attempts;
    private final Configuration hadoop;

    ShardFiles(Path directory, Configuration hadoop) {
        this.directory = directory;
        this.attempts = new Path(directory, "_attempts");
        this.hadoop = hadoop;
    }

    /**
     * Writes documents in the order of the fingerprints of seed and id, which shuffles them, cut into parts.
     *
     * @param documents columns {@code id} and {@code text}, both unique
     * @param count how many
     */
    List<ShardPart> parts(Dataset<Row> documents, long count, ShardConfig config) {
        double fraction = config.validationFraction();
        long seed = config.seed();
        UDF1<String, Boolean> heldOut = id -> Split.of(id, fraction) == Split.VALIDATION;
        UDF1<String, Long> place = id -> Fingerprint.of(seed, id);
        Dataset<Row> placed = documents
                .withColumn("held_out", udf(heldOut, DataTypes.BooleanType).apply(col("id")))
                .withColumn("place", udf(place, DataTypes.LongType).apply(col("id")));
        long validation = placed.filter(col("held_out")).count();
        ShardCut cut = new ShardCut(count - validation, validation, config);
        return placed
                .orderBy("held_out", "place", "id")
                .select("id", "text")
                .toJavaRDD()
                .map(row -> Json.line(new Document(row.getString(0), row.getString(1))))
                .zipWithIndex()
                .mapToPair(Tuple2::swap)
                .repartitionAndSortWithinPartitions(cut)
                .values()
                .mapPartitionsWithIndex(write(cut), true)
                .collect()
                .stream()
                .map(part -> Json.read(part, ShardPart.class, "the account of a part"))
                .toList();
    }

    /** Writes rejected lines, sorted, as one file: the limit on them keeps it small beside the parts. */
    void rejected(Dataset<Row> lines) {
        Path file = new Path(directory, "rejected/part-00000.jsonl.gz");
        Path unfinished = attempts;
        SerializableConfiguration storage = new SerializableConfiguration(hadoop);
        lines.repartition(1)
                .sortWithinPartitions("reason", "file", "line")
                .toJSON()
                .foreachPartition((ForeachPartitionFunction<String>)
                        rows -> GzipLines.write(file, unfinished, rows, storage.value()));
    }

    /** Removes what failed attempts of tasks left. */
    void close() throws IOException {
        Storage.of(attempts, hadoop).delete(attempts, true);
    }

    /** Parts come back as JSON because Kryo, where a cluster sets it, cannot carry records. */
    private Function2<Integer, Iterator<String>, Iterator<String>> write(ShardCut cut) {
        Path shards = directory;
        Path unfinished = attempts;
        SerializableConfiguration storage = new SerializableConfiguration(hadoop);
        return (partition, lines) -> {
            String path = cut.path(partition);
            GzipLines file = GzipLines.write(new Path(shards, path), unfinished, lines, storage.value());
            ShardPart part = new ShardPart(path, cut.split(partition), file.lines(), file.bytes(), file.sha256());
            return List.of(Json.line(part)).iterator();
        };
    }
}
