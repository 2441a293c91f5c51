package io.tauspark.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparseCountsTest {
    private final Configuration hadoop = new Configuration();
    private final Path file;

    SparseCountsTest(@TempDir java.nio.file.Path folder) {
        this.file = new Path(folder.resolve("counts").toUri());
    }

    @Test
    void countsComeBack() throws IOException {
        for (long[] counts : new long[][] {{}, {0}, {0, 3, 0, Long.MAX_VALUE}}) {
            SparseCounts.write(counts, file, hadoop);
            assertThat(SparseCounts.read(file, hadoop)).isEqualTo(counts);
        }
    }

    @Test
    void whatHoldsNoCountsIsRefused() throws IOException {
        Tensor places = Tensor.of("places", IntBuffer.wrap(new int[] {1}), 1);
        Tensor values = Tensor.of("values", LongBuffer.wrap(new long[] {5}), 1);
        assertRefused("", places, values);
        assertRefused("many", places, values);
        assertRefused("-2", places, values);
        assertRefused("9999999999", places, values);
        assertRefused("1", places, values);
        assertRefused("2", Tensor.of("places", IntBuffer.wrap(new int[] {-1}), 1), values);
        assertRefused("2", places, Tensor.of("values", LongBuffer.wrap(new long[] {5, 6}), 2));
        assertRefused("2", places, Tensor.of("values", FloatBuffer.wrap(new float[] {5}), 1));
        assertRefused("2", places);
    }

    private void assertRefused(String size, Tensor... tensors) throws IOException {
        new Safetensors(Map.of("size", size), List.of(tensors)).write(file, hadoop);
        assertThatThrownBy(() -> SparseCounts.read(file, hadoop)).isInstanceOf(InvalidInput.class);
    }
}
