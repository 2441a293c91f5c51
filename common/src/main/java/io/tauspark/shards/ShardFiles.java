package io.tauspark.shards;

import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.store.TaskConfiguration;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes the files of a directory of shards: one task per file, the same bytes however Spark spread the input. */
public final class ShardFiles implements AutoCloseable {
    private final Path directory;
    private final Path attempts;
    private final TaskConfiguration storage;

    /** @param directory of the shards, which is being made */
    public ShardFiles(Path directory, SparkContext context) {
        this.directory = directory;
        this.attempts = new Path(directory, "_attempts");
        this.storage = TaskConfiguration.of(context);
    }

    /**
     * Writes documents, cut into parts.
     *
     * @param documents columns {@code id} and {@code text}, ids unique
     * @throws io.tauspark.config.InvalidInput if a part would stay empty
     */
    public List<ShardPart> parts(Dataset<Row> documents, ShardPlan plan) {
        ShardOrder order = new ShardOrder(documents, plan);
        ShardCut cut = order.cut();
        return order
                .lines()
                .repartitionAndSortWithinPartitions(cut)
                .values()
                .mapPartitionsWithIndex(write(cut), true)
                .collect()
                .stream()
                .map(part -> Json.read(part, ShardPart.class, "the account of a part"))
                .toList();
    }

    /** Lists near duplicates in the order of their ids as one file of {@code id, resembles, similarity}. */
    public void nearDuplicates(Dataset<Row> removed) {
        Path file = new Path(directory, "near-duplicates/part-00000.jsonl.gz");
        Path unfinished = attempts;
        TaskConfiguration hadoop = storage;
        removed.repartition(1).sortWithinPartitions("id").toJSON().foreachPartition((ForeachPartitionFunction<String>)
                rows -> GzipLines.write(file, unfinished, rows, hadoop.value()));
    }

    /** Removes what failed attempts of tasks left. */
    @Override
    public void close() throws IOException {
        Storage.of(attempts, storage.value()).delete(attempts, true);
    }

    /** Parts come back as JSON because Kryo, where a cluster sets it, cannot carry records. */
    private Function2<Integer, Iterator<String>, Iterator<String>> write(ShardCut cut) {
        Path shards = directory;
        Path unfinished = attempts;
        TaskConfiguration hadoop = storage;
        return (partition, lines) -> {
            String path = cut.path(partition);
            GzipLines file = GzipLines.write(new Path(shards, path), unfinished, lines, hadoop.value());
            ShardPart part = new ShardPart(path, cut.split(partition), file.lines(), file.bytes(), file.sha256());
            return List.of(Json.line(part)).iterator();
        };
    }
}
