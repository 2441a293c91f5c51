package io.tauspark.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damage to the header of a safetensors file: its length, and where it says that tensors lie. */
public final class SafetensorsDamage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<Long> LENGTHS =
            List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, (1L << 32) + 8, 100_000_000L, 100_000_001L);

    private static final List<String> SHAPES = List.of(
            "[]",
            "[0]",
            "[-1]",
            "[1.5]",
            "[2147483647]",
            "[4294967296, 4294967296]",
            "[9223372036854775807, 2]",
            "[0, 9223372036854775807, 9223372036854775807]",
            "[1, 1, 1, 1]",
            "[9223372036854775808]");

    private static final List<String> TYPES =
            List.of("\"F32\"", "\"F64\"", "\"I32\"", "\"I64\"", "\"F16\"", "\"f32\"", "\"\"", "7", "[\"F32\"]");

    private SafetensorsDamage() {}

    /** Damages the length of the header or what it says; the rest stays in its place. */
    public static byte[] damage(byte[] content, Random random) {
        if (content.length < Long.BYTES) {
            return Bytes.damage(content, random);
        }
        long length = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getLong();
        int oneIn = 5;
        if (length < 0 || length > content.length - Long.BYTES || random.nextInt(oneIn) == 0) {
            return Bytes.join(
                    length(
                            random.nextBoolean()
                                    ? LENGTHS.get(random.nextInt(LENGTHS.size()))
                                    : length + random.nextInt(Byte.SIZE * 2 + 1) - Byte.SIZE),
                    Bytes.part(content, Long.BYTES, content.length));
        }
        int data = Long.BYTES + (int) length;
        byte[] header = Bytes.part(content, Long.BYTES, data);
        byte[] damaged = random.nextBoolean() ? JsonDamage.damage(header, random) : entry(header, random);
        return Bytes.join(length(damaged.length), damaged, Bytes.part(content, data, content.length));
    }

    private static byte[] entry(byte[] header, Random random) {
        JsonNode root;
        try {
            root = JSON.readTree(header);
        } catch (IOException broken) {
            return Bytes.damage(header, random);
        }
        List<ObjectNode> entries = new ArrayList<>();
        root.forEach(node -> {
            if (node instanceof ObjectNode entry && entry.path("data_offsets").size() == 2) {
                entries.add(entry);
            }
        });
        if (entries.isEmpty()) {
            return Bytes.damage(header, random);
        }
        ObjectNode entry = entries.get(random.nextInt(entries.size()));
        int kinds = 4;
        switch (random.nextInt(kinds)) {
            case 0 -> entry.putRawValue("shape", new RawValue(SHAPES.get(random.nextInt(SHAPES.size()))));
            case 1 -> entry.putRawValue("dtype", new RawValue(TYPES.get(random.nextInt(TYPES.size()))));
            case 2 ->
                entry.set(
                        "data_offsets",
                        entries.get(random.nextInt(entries.size())).get("data_offsets"));
            default -> {
                long begin = entry.path("data_offsets").path(0).asLong() + shift(random);
                long end = entry.path("data_offsets").path(1).asLong() + shift(random);
                entry.putRawValue("data_offsets", new RawValue("[" + begin + "," + end + "]"));
            }
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long shift(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> -4;
            case 2 -> 4;
            default -> 0;
        };
    }

    private static byte[] length(long length) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }
}
