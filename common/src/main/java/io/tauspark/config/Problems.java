package io.tauspark.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects every broken rule of a configuration record, so that a user sees all of them in one run. Only the first
 * problem of a key is kept: later rules often fail because of it.
 */
public final class Problems {
    private final Map<String, Problem> byKey = new LinkedHashMap<>();

    /** Records {@code key: value <value> <rule>} unless {@code holds}. */
    public Problems check(boolean holds, String key, Object value, String rule) {
        if (!holds) {
            add(new Problem(key, "value " + quoted(value) + " " + rule, ""));
        }
        return this;
    }

    public void add(Problem problem) {
        byKey.putIfAbsent(problem.key(), problem);
    }

    public List<Problem> found() {
        return new ArrayList<>(byKey.values());
    }

    /** @throws InvalidConfig with every problem found, if any */
    public void throwIfAny() {
        if (!byKey.isEmpty()) {
            throw new InvalidConfig(found());
        }
    }

    private static String quoted(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return value instanceof Duration duration ? written(duration) : "'" + Excerpt.of(String.valueOf(value)) + "'";
    }

    /** A duration as a user writes it, such as {@code 90s}; Java's own form is {@code PT1M30S}. */
    private static String written(Duration duration) {
        if (!duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()))) {
            return duration.toDays() + "d";
        }
        return duration.toNanosPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
