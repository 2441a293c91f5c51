package io.tauspark.train;

import io.tauspark.store.Safetensors;
import io.tauspark.store.Tensor;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Counts, most of which are zero, in a file: how many they are, and the others with their places. */
final class SparseCounts {
    private static final String SIZE = "size";
    private static final String PLACES = "places";
    private static final String VALUES = "values";

    private SparseCounts() {}

    static void write(long[] counts, Path file, Configuration hadoop) throws IOException {
        int[] places =
                IntStream.range(0, counts.length).filter(i -> counts[i] != 0).toArray();
        long[] values = Arrays.stream(places).mapToLong(i -> counts[i]).toArray();
        new Safetensors(
                        Map.of("format", "tauspark", SIZE, Integer.toString(counts.length)),
                        List.of(
                                Tensor.of(PLACES, IntBuffer.wrap(places), places.length),
                                Tensor.of(VALUES, LongBuffer.wrap(values), values.length)))
                .write(file, hadoop);
    }

    static long[] read(Path file, Configuration hadoop) throws IOException {
        Safetensors saved = Safetensors.read(file, hadoop);
        long[] counts = new long[Integer.parseInt(saved.metadata().getOrDefault(SIZE, "0"))];
        IntBuffer places = (IntBuffer) saved.tensor(PLACES).values().duplicate();
        LongBuffer values = (LongBuffer) saved.tensor(VALUES).values().duplicate();
        while (places.hasRemaining()) {
            counts[places.get()] = values.get();
        }
        return counts;
    }
}
