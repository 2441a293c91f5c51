package io.tauspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON as this project writes it: records and maps in declared order, one mapper for all. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private Json() {}

    /** On several lines, for files that people open. */
    public static String pretty(Object value) {
        return written(value, true) + "\n";
    }

    /** On one line, for logs. */
    public static String line(Object value) {
        return written(value, false);
    }

    /** @throws InvalidInput if the text is not JSON of the type; {@code what} names it in the message */
    public static <T> T read(String text, Class<T> type, String what) {
        try {
            return MAPPER.readValue(text, type);
        } catch (IOException broken) {
            throw new InvalidInput(what + " cannot be read: " + broken.getMessage(), broken);
        }
    }

    public static JsonNode tree(String text, String what) {
        return read(text, JsonNode.class, what);
    }

    private static String written(Object value, boolean pretty) {
        try {
            return (pretty ? MAPPER.writerWithDefaultPrettyPrinter() : MAPPER.writer()).writeValueAsString(value);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
