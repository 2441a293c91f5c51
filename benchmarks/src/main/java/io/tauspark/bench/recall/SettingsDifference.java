package io.tauspark.bench.recall;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** The settings that two sets of them disagree in. */
final class SettingsDifference {
    private SettingsDifference() {}

    /** Each setting that differs, as {@code train.steps 10, now 20}. */
    static String text(JsonNode then, JsonNode now) {
        List<String> differences = new ArrayList<>();
        collect("", then, now, differences);
        return String.join("; ", differences);
    }

    private static void collect(String path, JsonNode then, JsonNode now, List<String> into) {
        if (then.isObject() && now.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            then.fieldNames().forEachRemaining(names::add);
            now.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                collect(path.isEmpty() ? name : path + "." + name, then.path(name), now.path(name), into);
            }
        } else if (!then.equals(now)) {
            into.add(path + " " + shown(then) + ", now " + shown(now));
        }
    }

    private static String shown(JsonNode value) {
        return value instanceof MissingNode ? "nothing" : value.toString();
    }
}
