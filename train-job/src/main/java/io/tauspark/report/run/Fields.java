package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Fields of a line that may be missing, null or of a wrong type. */
final class Fields {
    private Fields() {}

    /** A number; not a number where there is none. */
    static double number(JsonNode field) {
        return field.isNumber() ? field.asDouble() : Double.NaN;
    }

    static double number(@Nullable JsonNode object, String pointer) {
        return object == null ? Double.NaN : number(object.at(pointer));
    }

    static @Nullable Instant time(JsonNode field) {
        try {
            return field.isTextual() ? Instant.parse(field.asText()) : null;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
