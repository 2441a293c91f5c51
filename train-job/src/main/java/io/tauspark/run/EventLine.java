package io.tauspark.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code events.jsonl}: {@code {"time": "2026-01-01T00:00:00Z", "event": "retry", …}}.
 *
 * @param time when, or null where that cannot be read
 * @param event what happened, one word
 * @param facts about it, by name, in the order of the line
 */
public record EventLine(@Nullable Instant time, String event, Map<String, @Nullable Object> facts) {
    private static final String TIME = "time";
    private static final String EVENT = "event";
    private static final String STEP = "step";

    public EventLine {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** The line of an event, its facts in the order of their names. */
    public static EventLine of(Instant time, RunEvent event) {
        return new EventLine(time, event.event(), new TreeMap<>(event.facts()));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static EventLine of(Map<String, @Nullable Object> line) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(line);
        Object time = facts.remove(TIME);
        Object event = facts.remove(EVENT);
        return new EventLine(instant(time), event instanceof String name ? name : "unnamed", facts);
    }

    @JsonValue
    Map<String, @Nullable Object> line() {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put(TIME, time);
        line.put(EVENT, event);
        line.putAll(facts);
        return line;
    }

    /** Whether this is one of some events. */
    public boolean is(String... names) {
        for (String each : names) {
            if (event.equals(each)) {
                return true;
            }
        }
        return false;
    }

    /** The step that it names; not a number where it names none. */
    public double step() {
        return number(STEP);
    }

    /** The facts besides the step. */
    public Map<String, @Nullable Object> others() {
        Map<String, @Nullable Object> others = new LinkedHashMap<>(facts);
        others.remove(STEP);
        return others;
    }

    /** A fact that is a number; not a number where it is none. */
    public double number(String fact) {
        return facts.get(fact) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** A fact that is a whole number; null where it is none. */
    public @Nullable Integer integer(String fact) {
        return facts.get(fact) instanceof Integer number ? number : null;
    }

    /** A fact that is a text; empty where it is none. */
    public String text(String fact) {
        return facts.get(fact) instanceof String text ? text : "";
    }

    private static @Nullable Instant instant(@Nullable Object time) {
        try {
            return time instanceof String text ? Instant.parse(text) : null;
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
