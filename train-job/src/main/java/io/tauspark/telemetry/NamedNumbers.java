package io.tauspark.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of one line of {@code metrics.jsonl} by name: first what is measured, then where, as in {@code loss/train},
 * {@code lambda/layer 0/p50} or {@code temperature/layer 0/head 03}. Of single heads only what is told of no layer, and
 * how many keys they attend to: all their quantiles would bury the rest.
 */
final class NamedNumbers {
    private static final Set<String> OF_HEADS = Set.of("temperature", "tau", "median_energy", "effective_keys");

    private NamedNumbers() {}

    static SortedMap<String, Double> of(JsonNode line) {
        SortedMap<String, Double> all = new TreeMap<>();
        String split = line.path("split").asText();
        line.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("step") && !field.getKey().equals("layers")) {
                add(field.getKey() + "/" + split, field.getValue(), all);
            }
        });
        for (JsonNode layer : line.path("layers")) {
            String where = "layer " + layer.path("layer").asInt();
            layer.fields().forEachRemaining(field -> {
                if (!field.getKey().equals("layer") && !field.getKey().equals("heads")) {
                    add(field.getKey() + "/" + where, field.getValue(), all);
                }
            });
            int head = 0;
            for (JsonNode values : layer.path("heads")) {
                String name = String.format(Locale.ROOT, "%s/head %02d", where, head++);
                OF_HEADS.forEach(fact -> add(fact + "/" + name, values.path(fact), all));
            }
        }
        return all;
    }

    private static void add(String name, JsonNode value, SortedMap<String, Double> all) {
        if (value.isObject()) {
            value.fields().forEachRemaining(field -> add(name + "/" + field.getKey(), field.getValue(), all));
        } else if (value.isNumber()) {
            all.put(name, value.asDouble());
        }
    }
}
