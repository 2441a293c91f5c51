package io.tauspark.store;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as this project writes it: records and maps in declared order, one mapper for all. Reading is strict, so that
 * damage is seen where it is: no key may stand twice, nothing may follow, and no value becomes one of another type.
 */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .annotationIntrospector(
                    AnnotationIntrospectorPair.create(new JacksonAnnotationIntrospector(), new RequiredComponents()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    private Json() {}

    /** The text on several lines, for files that people open. */
    public static String pretty(Object value) {
        return written(value, true) + "\n";
    }

    /** The text on one line, for logs. */
    public static String line(Object value) {
        return written(value, false);
    }

    /** @throws InvalidInput if the text is not JSON of the type; {@code what} names it in the message */
    public static <T> T read(String text, Class<T> type, String what) {
        T read;
        try {
            read = MAPPER.readValue(text, type);
        } catch (JsonProcessingException broken) {
            throw new InvalidInput(what + " cannot be read: " + reason(broken), broken);
        }
        if (read == null) {
            throw new InvalidInput(what + " cannot be read: it is null");
        }
        return read;
    }

    public static JsonNode tree(String text, String what) {
        return read(text, JsonNode.class, what);
    }

    /** @throws InvalidInput if a tree is not of the type; {@code what} names it in the message */
    public static <T> T read(JsonNode tree, Class<T> type, String what) {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException broken) {
            throw new InvalidInput(what + " cannot be read: " + reason(broken), broken);
        }
    }

    /** The fault of a JSON text, with its place, on one line. */
    static String reason(JsonProcessingException broken) {
        String what = Excerpt.line(broken.getOriginalMessage())
                .replaceAll(" \\(start marker at \\[.*?line: (\\d+), column: (\\d+)]\\)", " of line $1, column $2")
                .replaceAll("\\([\\w.$]+Exception\\) ", "")
                .replaceAll("creator property ('.*?') \\(index [^)]*\\)", "key $1");
        String key = broken instanceof JsonMappingException mapping ? path(mapping) : "";
        return Excerpt.reason(new IOException(what))
                + (key.isEmpty() ? "" : " at '" + key + "'")
                + place(broken.getLocation());
    }

    private static String path(JsonMappingException broken) {
        return Excerpt.line(broken.getPath().stream()
                .map(step -> step.getFieldName() == null ? String.valueOf(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining(".")));
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : String.format(Locale.ROOT, " (line %d, column %d)", location.getLineNr(), location.getColumnNr());
    }

    private static String written(Object value, boolean pretty) {
        try {
            return (pretty ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer()).writeValueAsString(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
