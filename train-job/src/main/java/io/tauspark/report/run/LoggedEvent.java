package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code events.jsonl}.
 *
 * @param time when, or null where that cannot be read
 * @param name what happened, one word
 * @param facts the whole line
 */
record LoggedEvent(@Nullable Instant time, String name, JsonNode facts) {

    static LoggedEvent of(JsonNode line) {
        return new LoggedEvent(
                Fields.time(line.path("time")), line.path("event").asText("unnamed"), line);
    }

    boolean is(String... names) {
        for (String each : names) {
            if (name.equals(each)) {
                return true;
            }
        }
        return false;
    }

    /** The step that it names; not a number where it names none. */
    double step() {
        return Fields.number(facts.path("step"));
    }
}
