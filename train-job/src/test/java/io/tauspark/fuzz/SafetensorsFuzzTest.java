package io.tauspark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SafetensorsFuzzTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    @Test
    void damagedTensorFilesAreRefusedOrReadAsTheySay() throws IOException {
        Mutants.of(
                        "safetensors",
                        List.of(all(), one(), bytes(new Safetensors(Map.of(), List.of()))),
                        SafetensorsDamage::damage)
                .check(
                        "'tensors'",
                        mutant -> requireAsWritten(
                                Safetensors.read(
                                        new ByteArrayInputStream(mutant.content()),
                                        mutant.content().length,
                                        "file 'tensors'"),
                                mutant.content()));
    }

    /** Every tensor is what its header says of the bytes behind it. */
    private static void requireAsWritten(Safetensors read, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int header = Math.toIntExact(bytes.getLong());
        JsonNode said = PLAIN.readTree(content, Long.BYTES, header);
        assertThat(read.tensors()).hasSize(said.size() - (said.has("__metadata__") ? 1 : 0));
        assertThat(PLAIN.<JsonNode>valueToTree(read.metadata()))
                .isEqualTo(said.has("__metadata__") ? said.get("__metadata__") : PLAIN.createObjectNode());
        for (Tensor tensor : read.tensors()) {
            JsonNode entry = said.get(tensor.name());
            assertThat(PLAIN.<JsonNode>valueToTree(tensor.shape()).toString())
                    .isEqualTo(entry.get("shape").toString());
            int begin = Long.BYTES + header + entry.get("data_offsets").get(0).asInt();
            int end = Long.BYTES + header + entry.get("data_offsets").get(1).asInt();
            ByteBuffer data = bytes.slice(begin, end - begin).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(written(tensor.values())).isEqualTo(data.rewind());
        }
    }

    private static ByteBuffer written(Buffer values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.remaining() * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (values instanceof FloatBuffer floats) {
            for (int i = 0; i < floats.limit(); i++) {
                bytes.putInt(Float.floatToRawIntBits(floats.get(i)));
            }
        } else if (values instanceof DoubleBuffer doubles) {
            for (int i = 0; i < doubles.limit(); i++) {
                bytes.putLong(Double.doubleToRawLongBits(doubles.get(i)));
            }
        } else if (values instanceof IntBuffer ints) {
            for (int i = 0; i < ints.limit(); i++) {
                bytes.putInt(ints.get(i));
            }
        } else {
            for (int i = 0; i < values.limit(); i++) {
                bytes.putLong(((LongBuffer) values).get(i));
            }
        }
        return bytes.flip();
    }

    private static byte[] all() throws IOException {
        return bytes(new Safetensors(
                Map.of("format", "tauspark", "größe", "drei"),
                List.of(
                        Tensor.of("floats", FloatBuffer.wrap(new float[] {1, -2.5f, 3e-30f, 4, 5, 6}), 2, 3),
                        Tensor.of("doubles", DoubleBuffer.wrap(new double[] {1, 1e300}), 2),
                        Tensor.of("none", IntBuffer.allocate(0), 0, 7),
                        Tensor.of("ints", IntBuffer.wrap(new int[] {7, -1}), 2, 1),
                        Tensor.of("longs", LongBuffer.wrap(new long[] {Long.MIN_VALUE}), 1))));
    }

    private static byte[] one() throws IOException {
        return bytes(new Safetensors(Map.of(), List.of(Tensor.of("only", FloatBuffer.wrap(new float[] {0.5f})))));
    }

    private static byte[] bytes(Safetensors tensors) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tensors.write(bytes);
        return bytes.toByteArray();
    }
}
