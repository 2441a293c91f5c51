package io.tauspark.inference;

import io.tauspark.decode.LayerPast;
import io.tauspark.decode.StateKind;
import io.tauspark.decode.TextPast;
import io.tauspark.store.TaskConfiguration;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * The reading of one text by many tasks, layer by layer.
 *
 * <p>Below a layer's attention a token depends on itself alone, so every part of a text makes its own keys and values, and the
 * state that they leave. The driver adds these states up from the first part to the last: the sum before a part is what its
 * tokens see of all that comes before them. With it the part passes through the layer, to the keys and values of the next one.
 * A text takes one stage for each layer, and one more for the last part.
 *
 * <p>What lies between two layers is kept on disks of the executors: 4 bytes for each number of a token's stream and of its
 * inputs of the layer, each read once. A part is a task, so a task has one of them in memory.
 *
 * <p>A part's bits depend on its own tokens and the sum before it, and sums are made in one order, whatever the number of tasks.
 * What a task made and an executor lost is made again from the same sums, which the driver keeps until the end.
 *
 * @param past what is kept of the text
 * @param logits of the token after it
 * @param parts that it was read in
 */
record TextReading(TextPast past, float[] logits, int parts) {
    /**
     * Reads a text.
     *
     * @param nothing an empty past of a text, which takes it
     * @param emptyPart an empty past of a part of a text
     * @param kind of the states of {@code tau} attention
     * @param size tokens of a part
     */
    static TextReading of(
            JavaSparkContext spark,
            Path model,
            StateKind kind,
            int[] ids,
            int size,
            TextPast nothing,
            TextPast emptyPart)
            throws IOException {
        List<TextPart> cut = new ArrayList<>();
        for (int from = 0; from < ids.length; from += size) {
            cut.add(new TextPart(from, Arrays.copyOfRange(ids, from, Math.min(ids.length - from, size) + from)));
        }
        TaskConfiguration hadoop = TaskConfiguration.of(spark.sc());
        int layers = nothing.layers().size();
        List<Broadcast<byte[][]>> sent = new ArrayList<>();
        JavaRDD<TextPart> parts = spark.parallelize(cut, cut.size())
                .mapPartitions(new ReadingTask<>(model, kind, hadoop, PartReader::enter))
                .persist(StorageLevel.DISK_ONLY());
        // What a layer reads, and what it writes meanwhile.
        Deque<JavaRDD<TextPart>> kept = new ArrayDeque<>(List.of(parts));
        try {
            for (int layer = 0; ; layer++) {
                List<byte[]> states = parts.map(TextPart::state).collect();
                if (layer > 0) {
                    kept.remove().unpersist(false);
                }
                byte[][] sums = sums(
                        states, nothing.layers().get(layer), emptyPart.layers().get(layer));
                int next = layer + 1;
                if (next == layers) {
                    byte[] before = sums[sums.length - 1];
                    nothing.activation().take(ids);
                    float[] spread = nothing.activation().weighted();
                    float[] logits = parts.mapPartitions(new ReadingTask<>(
                                    model, kind, hadoop, (reader, part) -> reader.logits(part, before, spread)))
                            .collectPartitions(new int[] {cut.size() - 1})[0]
                            .get(0);
                    return new TextReading(nothing, logits, cut.size());
                }
                Broadcast<byte[][]> before = spark.broadcast(sums);
                sent.add(before);
                parts = parts.mapPartitions(new ReadingTask<>(
                                model,
                                kind,
                                hadoop,
                                (reader, part) -> reader.next(next, part, before.value()[part.from() / size])))
                        .persist(StorageLevel.DISK_ONLY());
                kept.add(parts);
            }
        } finally {
            kept.forEach(each -> each.unpersist(true));
            sent.forEach(Broadcast::destroy);
        }
    }

    /**
     * Adds up the states of all parts.
     *
     * @param sum takes them all
     * @return the sums before each part, packed
     */
    private static byte[][] sums(List<byte[]> states, LayerPast sum, LayerPast emptyPart) throws IOException {
        byte[][] sums = new byte[states.size()][];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = PartReader.packed(sum);
            sum.append(PartReader.unpacked(states.get(i), emptyPart));
        }
        return sums;
    }
}
