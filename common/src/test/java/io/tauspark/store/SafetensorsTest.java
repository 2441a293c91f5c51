package io.tauspark.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    /** Bytes put together by hand from the format's description: two tensors, blanks after the JSON. */
    private static byte[] handMade() {
        byte[] json = ("{\"__metadata__\":{\"step\":\"100\"},"
                        + "\"b\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}   ")
                .getBytes(UTF_8);
        return ByteBuffer.allocate(8 + json.length + 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .putFloat(1.5f)
                .putFloat(-2f)
                .putLong(-7L)
                .array();
    }

    private static Safetensors parsed(byte[] file) throws IOException {
        return Safetensors.read(new ByteArrayInputStream(file), file.length, "file 'x'");
    }

    private static byte[] written(Safetensors content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.write(out);
        return out.toByteArray();
    }

    private static byte[] fileOf(String json, int dataBytes) {
        byte[] header = json.getBytes(UTF_8);
        return ByteBuffer.allocate(8 + header.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
    }

    @Test
    void aFileOfThePublishedFormatIsRead() throws IOException {
        Safetensors content = parsed(handMade());

        assertThat(content.metadata()).containsExactly(Map.entry("step", "100"));
        assertThat(content.tensors()).extracting(Tensor::name).containsExactly("a", "b");
        assertThat(content.tensor("a").shape()).containsExactly(1L, 2L);
        assertThat(content.tensor("a").floats()).containsExactly(1.5f, -2f);
        assertThat(content.tensor("b").shape()).isEmpty();
        assertThat(content.tensor("b").values()).isEqualTo(LongBuffer.wrap(new long[] {-7}));
    }

    @Test
    void theBytesWrittenAreThePublishedFormat() throws IOException {
        Safetensors content =
                new Safetensors(Map.of("k", "v"), List.of(Tensor.of("w", FloatBuffer.wrap(new float[] {1, 2}), 2)));

        byte[] json = "{\"__metadata__\":{\"k\":\"v\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}"
                .getBytes(UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 8).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put(json);
        while (expected.position() < 8 + padded) {
            expected.put((byte) ' ');
        }
        expected.putFloat(1).putFloat(2);
        assertThat(written(content)).isEqualTo(expected.array());
    }

    @Test
    void everyTypeComesBackBitByBitInItsOrder(@TempDir java.nio.file.Path directory) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        float[] parameters = new float[100_000];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = Float.intBitsToFloat(random.nextInt());
        }
        Safetensors content = new Safetensors(
                Map.of("z", "last", "a", "größer \"quoted\"\n"),
                List.of(
                        Tensor.of("part of a flat array", FloatBuffer.wrap(parameters, 3, 99_000), 99, 1000),
                        Tensor.of("empty", FloatBuffer.allocate(0), 3, 0),
                        Tensor.of("f64", DoubleBuffer.wrap(new double[] {Math.PI, Double.MIN_VALUE}), 2),
                        Tensor.of("i32", IntBuffer.wrap(new int[] {Integer.MIN_VALUE, 5, -1}), 3, 1),
                        Tensor.of("i64", LongBuffer.wrap(new long[] {Long.MAX_VALUE}), 1)));
        Path file = new Path(directory.toUri().toString(), "model.safetensors");

        content.write(file, new Configuration());
        Safetensors back = Safetensors.read(file, new Configuration());

        assertThat(back).isEqualTo(content);
        float[] floats = back.tensor("part of a flat array").floats();
        for (int i = 0; i < floats.length; i++) {
            assertThat(Float.floatToRawIntBits(floats[i])).isEqualTo(Float.floatToRawIntBits(parameters[3 + i]));
        }
        assertThat(written(back)).isEqualTo(written(content));
    }

    @Test
    void noPrefixOfAFileIsTakenForTheWhole() {
        byte[] whole = handMade();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> parsed(cut)).as("first %d bytes", length).isInstanceOf(InvalidInput.class);
            assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(cut), whole.length, "stream"))
                    .as("stream of %d bytes that promised more", length)
                    .isInstanceOf(InvalidInput.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "[1]                                                             | 0  | not a JSON object",
                "{} x                                                            | 0  | header is not JSON",
                "{} | 4 | describes 0 bytes of data, the file holds 4",
                "{\"__metadata__\":{\"n\":1}}                                    | 0  | __metadata__.n is not a string",
                "{\"a\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}} | 2 | dtype 'BF16' is not one of F32",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}  | 4 | takes 8 bytes, data_offsets [0, 4] span 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4 | shape has -1, not a count",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}} | 4 | shape has 1.0, not a count",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}} | 4 | is too large",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296],\"data_offsets\":[0,17179869184]}} | 4 | more than one Java array",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}  | 8 | begins at byte 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}  | 4 | begin <= end",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}                         | 4 | data_offsets is not a list",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}  | 8 | describes 4 bytes of data, the file holds 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{}} | 4 | Duplicate field 'a'",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | 12 | tensor 'b' begins at byte 4 of the data, the one before ends at 8",
            })
    void damageIsNamed(String json, int dataBytes, String complaint) {
        assertThatThrownBy(() -> parsed(fileOf(json, dataBytes)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("file 'x': ")
                .hasMessageContaining(complaint);
    }

    @Test
    void aHeaderLengthBeyondTheFileAllocatesNothing() {
        byte[] file = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Long.MAX_VALUE)
                .array();

        assertThatThrownBy(() -> parsed(file))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("16 bytes with a header of 9223372036854775807");
    }

    @Test
    void aNameMayNotBeUsedTwice() {
        Tensor tensor = Tensor.of("w", FloatBuffer.allocate(1), 1);

        assertThatThrownBy(() -> written(new Safetensors(Map.of(), List.of(tensor, tensor))))
                .hasMessageContaining("'w' is taken");
    }

    @Test
    void aMissingTensorOrFileIsTheCallersMistake(@TempDir java.nio.file.Path directory) {
        Path absent = new Path(directory.toUri().toString(), "none");

        assertThatThrownBy(() -> parsed(handMade()).tensor("c"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("tensor 'c' is missing; there are [a, b]");
        assertThatThrownBy(() -> Safetensors.read(absent, new Configuration()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("does not exist");
    }

    @Test
    void valuesMustFillTheShape() {
        assertThatThrownBy(() -> Tensor.of("w", FloatBuffer.allocate(5), 2, 3))
                .hasMessage("tensor 'w' of shape [2, 3] needs 6 values, got 5");
    }

    @Test
    void aPartOfATensorIsReadByItself(@TempDir java.nio.file.Path directory) throws IOException {
        Configuration hadoop = new Configuration();
        Path file = new Path(directory.resolve("x.safetensors").toUri());
        float[] many = new float[100_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = i;
        }
        new Safetensors(
                        Map.of(),
                        List.of(
                                Tensor.of("before", LongBuffer.wrap(new long[] {1, 2, 3}), 3),
                                Tensor.of("many", FloatBuffer.wrap(many), 1000, 100),
                                Tensor.of("after", FloatBuffer.wrap(new float[] {-1}), 1)))
                .write(file, hadoop);

        assertThat(Safetensors.floats(file, "many", 0, many.length, hadoop)).isEqualTo(many);
        assertThat(Safetensors.floats(file, "many", 12_345, 99_999, hadoop))
                .isEqualTo(Arrays.copyOfRange(many, 12_345, 99_999));
        assertThat(Safetensors.floats(file, "many", 7, 7, hadoop)).isEmpty();
        assertThat(Safetensors.floats(file, "after", 0, 1, hadoop)).containsExactly(-1);
        assertThatThrownBy(() -> Safetensors.floats(file, "after", 0, 2, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("file '" + file + "': tensor 'after' has 1 values, not [0, 2)");
        assertThatThrownBy(() -> Safetensors.floats(file, "before", 0, 1, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("file '" + file + "': F32 tensor 'before' is missing");
        assertThatThrownBy(() -> Safetensors.floats(new Path(file.getParent(), "y"), "many", 0, 1, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("does not exist");
    }
}
