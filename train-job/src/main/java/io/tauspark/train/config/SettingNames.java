package io.tauspark.train.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** Settings of a training by the names that they have in a configuration file. */
public final class SettingNames {
    private SettingNames() {}

    /** @param config a {@link TrainConfig}, or a part of it, as JSON */
    public static Map<String, JsonNode> of(JsonNode config) {
        Map<String, JsonNode> settings = new TreeMap<>();
        config.fields().forEachRemaining(field -> flatten(dotted(field.getKey(), '.'), field.getValue(), settings));
        return settings;
    }

    private static void flatten(String name, JsonNode value, Map<String, JsonNode> into) {
        if (value.isObject() && !value.isEmpty()) {
            // The groups of these settings have no name of their own in a configuration file.
            String prefix = name.equals("compute") || name.equals("tokenizer") ? "" : name + ".";
            value.fields()
                    .forEachRemaining(field -> flatten(prefix + dotted(field.getKey(), '-'), field.getValue(), into));
        } else {
            into.put(name, value);
        }
    }

    /** A component's name as a setting is spelled: {@code logEvery} is log.every, {@code microBatches} micro-batches. */
    private static String dotted(String name, char separator) {
        StringBuilder spelled = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if (Character.isUpperCase(letter)) {
                spelled.append(separator);
            }
            spelled.append(Character.toLowerCase(letter));
        }
        return spelled.toString();
    }
}
