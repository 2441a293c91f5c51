package io.tauspark.train.state;

import io.tauspark.config.InvalidInput;
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

    /** @throws InvalidInput if it holds no such counts */
    static long[] read(Path file, Configuration hadoop) throws IOException {
        Safetensors saved = Safetensors.read(file, hadoop);
        String size = saved.metadata().getOrDefault(SIZE, "");
        IntBuffer places = saved.values(PLACES, IntBuffer.class);
        LongBuffer values = saved.values(VALUES, LongBuffer.class);
        if (!size.matches("\\d{1,9}") || places.remaining() != values.remaining()) {
            throw damaged(file);
        }
        long[] counts = new long[Integer.parseInt(size)];
        while (places.hasRemaining()) {
            int place = places.get();
            if (place < 0 || place >= counts.length) {
                throw damaged(file);
            }
            counts[place] = values.get();
        }
        return counts;
    }

    private static InvalidInput damaged(Path file) {
        return new InvalidInput("file '" + file + "' is damaged: its places are not those of its counts");
    }
}
