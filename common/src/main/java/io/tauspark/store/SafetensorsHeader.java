package io.tauspark.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The JSON at the head of a safetensors file. Parsing checks everything that can be known before data are read, so
 * that no number of a damaged file ever becomes the size of an allocation.
 *
 * @param entries in the order of their data, which lie end to end
 */
record SafetensorsHeader(SortedMap<String, String> metadata, List<Entry> entries) {
    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT = 8;

    /** Stricter than the mapper of {@link Json}: the format forbids duplicate keys, and text may not follow. */
    private static final ObjectMapper STRICT = new ObjectMapper(JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The place of a tensor: bytes [begin, end) after the header. */
    record Entry(String name, Tensor.Type type, List<Long> shape, long begin, long end) {
        int elements() {
            return Math.toIntExact((end - begin) / type.bytes);
        }
    }

    static SafetensorsHeader of(Map<String, String> metadata, List<Tensor> tensors) {
        List<Entry> entries = new ArrayList<>();
        long begin = 0;
        for (Tensor tensor : tensors) {
            Tensor.Type type = tensor.type();
            long end = Math.addExact(begin, (long) tensor.values().remaining() * type.bytes);
            entries.add(new Entry(tensor.name(), type, tensor.shape(), begin, end));
            begin = end;
        }
        return new SafetensorsHeader(new TreeMap<>(metadata), entries);
    }

    /** The JSON, padded with blanks so that the data after it start at a multiple of 8 bytes. */
    byte[] toBytes() {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            json.put(METADATA, metadata);
        }
        for (Entry entry : entries) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("dtype", entry.type());
            fields.put("shape", entry.shape());
            fields.put("data_offsets", List.of(entry.begin(), entry.end()));
            if (entry.name().equals(METADATA) || json.put(entry.name(), fields) != null) {
                throw new IllegalArgumentException(
                        "tensor name '%s' is taken; names in a file must differ".formatted(entry.name()));
            }
        }
        String text = Json.line(json);
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return (text + " ".repeat(Math.floorMod(-length, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param dataBytes what the file holds after the header
     * @throws InvalidInput naming the first rule of the format that is broken
     */
    static SafetensorsHeader parse(byte[] header, long dataBytes, String file) {
        JsonNode json;
        try {
            json = STRICT.readTree(Storage.text(header, file + ": header"));
        } catch (JsonProcessingException broken) {
            throw new InvalidInput("%s: header is not JSON: %s".formatted(file, Json.reason(broken)), broken);
        }
        check(json.isObject(), file, "header is not a JSON object");
        SortedMap<String, String> metadata = new TreeMap<>();
        List<Entry> entries = new ArrayList<>();
        json.fields().forEachRemaining(field -> {
            if (field.getKey().equals(METADATA)) {
                readMetadata(field.getValue(), metadata, file);
            } else {
                entries.add(entry(
                        field.getKey(),
                        field.getValue(),
                        "%s: tensor '%s'".formatted(file, Excerpt.line(field.getKey()))));
            }
        });
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long end = 0;
        for (Entry entry : entries) {
            check(
                    entry.begin() == end,
                    file,
                    String.format(
                            Locale.ROOT,
                            "tensor '%s' begins at byte %d of the data, the one before ends at %d: tensors must lie end to end",
                            Excerpt.line(entry.name()),
                            entry.begin(),
                            end));
            end = entry.end();
        }
        check(
                end == dataBytes,
                file,
                String.format(
                        Locale.ROOT,
                        "header describes %d bytes of data, the file holds %d: it is cut off or damaged",
                        end,
                        dataBytes));
        return new SafetensorsHeader(metadata, entries);
    }

    private static void readMetadata(JsonNode node, SortedMap<String, String> metadata, String file) {
        check(node.isObject(), file, METADATA + " is not a JSON object");
        node.fields().forEachRemaining(field -> {
            check(
                    field.getValue().isTextual(),
                    file,
                    METADATA + "." + Excerpt.line(field.getKey()) + " is not a string");
            metadata.put(field.getKey(), field.getValue().textValue());
        });
    }

    private static Entry entry(String name, JsonNode node, String where) {
        Tensor.Type type = type(node.path("dtype"), where);
        List<Long> shape = longs(node.path("shape"), where, "shape");
        List<Long> offsets = longs(node.path("data_offsets"), where, "data_offsets");
        check(
                offsets.size() == 2 && offsets.get(0) <= offsets.get(1),
                where,
                "data_offsets %s are not [begin, end] with begin <= end".formatted(Excerpt.line(offsets)));
        long bytes = offsets.get(1) - offsets.get(0);
        long needed;
        try {
            needed = Math.multiplyExact(Tensor.elements(shape), type.bytes);
        } catch (ArithmeticException tooLarge) {
            throw new InvalidInput("%s: shape %s is too large".formatted(where, Excerpt.line(shape)), tooLarge);
        }
        check(
                needed == bytes,
                where,
                String.format(
                        Locale.ROOT,
                        "%s of shape %s takes %d bytes, data_offsets %s span %d",
                        type,
                        Excerpt.line(shape),
                        needed,
                        offsets,
                        bytes));
        check(
                bytes / type.bytes <= Integer.MAX_VALUE - ALIGNMENT,
                where,
                String.format(Locale.ROOT, "%d elements are more than one Java array holds", bytes / type.bytes));
        return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
    }

    private static Tensor.Type type(JsonNode dtype, String where) {
        for (Tensor.Type type : Tensor.Type.values()) {
            if (type.name().equals(dtype.asText())) {
                return type;
            }
        }
        throw new InvalidInput(
                "%s: dtype '%s' is not one of F32, F64, I32, I64".formatted(where, Excerpt.line(dtype.asText())));
    }

    private static List<Long> longs(JsonNode array, String where, String what) {
        check(array.isArray(), where, what + " is not a list");
        List<Long> values = new ArrayList<>();
        for (JsonNode value : array) {
            check(
                    value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0,
                    where,
                    "%s has %s, not a count".formatted(what, Excerpt.line(value)));
            values.add(value.longValue());
        }
        return values;
    }

    private static void check(boolean holds, String where, String rule) {
        if (!holds) {
            throw new InvalidInput(where + ": " + rule);
        }
    }
}
