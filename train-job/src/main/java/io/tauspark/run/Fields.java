package io.tauspark.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Fields of a line that may be missing, null or of a wrong type. */
public final class Fields {
    private Fields() {}

    /** A number; not a number where there is none. */
    public static double number(JsonNode field) {
        return field.isNumber() ? field.asDouble() : Double.NaN;
    }

    /** A number that was recorded; not a number where it was not, or is infinite. */
    public static double number(@Nullable Double value) {
        return value == null || value.isInfinite() ? Double.NaN : value;
    }

    public static double number(@Nullable JsonNode object, String pointer) {
        return object == null ? Double.NaN : number(object.at(pointer));
    }

    public static @Nullable Instant time(JsonNode field) {
        try {
            return field.isTextual() ? Instant.parse(field.asText()) : null;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
