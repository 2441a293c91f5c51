package io.tauspark.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.RecordBinder;
import io.tauspark.run.Fields;
import io.tauspark.store.Json;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run by their names, and what they are without a user's word.
 *
 * @param values what the run was trained with, as far as it is recorded
 * @param defaults of this version; an older one may have had others
 */
record RunSettings(Map<String, JsonNode> values, Map<String, JsonNode> defaults) {
    /** Places, which no two runs have in common. */
    private static final List<String> PLACES = List.of("data", "memory", "output", "overwrite");

    /** Follows from which tokenizer it is. */
    private static final List<String> TOKENIZER = List.of("sha256", "vocabulary");

    /** The meaning of a value of null. */
    private static final Map<String, String> NULLS =
            Map.of("model.lambda.tau", "median", "model.lambda.temperature", "learned");

    /** Parts of the tokenizer's description that have no setting of their own. */
    private static final Map<String, String> NAMES =
            Map.of("kind", "tokenizer", "vocabulary", "tokens of the tokenizer", "sha256", "SHA-256 of the tokenizer");

    /**
     * The settings from what is there: provenance knows all of them, an unfinished run those that its result depends
     * on.
     */
    static RunSettings of(@Nullable JsonNode provenance, @Nullable JsonNode identity, @Nullable JsonNode model) {
        Map<String, JsonNode> values = new TreeMap<>();
        if (model != null) {
            values.putAll(RecordBinder.named(model, TrainConfig.class));
            values.remove("format");
            values.remove("features");
        }
        if (identity != null) {
            identity.path("settings").fields().forEachRemaining(field -> values.put(field.getKey(), field.getValue()));
        }
        if (provenance != null) {
            values.putAll(RecordBinder.named(provenance.path("config"), TrainConfig.class));
        }
        return new RunSettings(values, defaultValues());
    }

    private static Map<String, JsonNode> defaultValues() {
        // Settings without a default need some value; places are not compared.
        Object config = TrainConfig.configure("data=.", "memory=.", "output=.");
        return RecordBinder.named(Json.tree(Json.line(config), "the defaults"), TrainConfig.class);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** A number; not a number where it was not recorded. */
    double number(String name) {
        JsonNode value = values.get(name);
        return value == null ? Double.NaN : Fields.number(value);
    }

    /** The differences from the defaults: name to the value of the run and the default. */
    Map<String, List<String>> differences() {
        Map<String, List<String>> differences = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            JsonNode usual = defaults.get(name);
            String ours = text(name, value);
            String theirs = usual == null ? "–" : text(name, usual);
            if (!PLACES.contains(name) && !TOKENIZER.contains(name) && !ours.equals(theirs)) {
                differences.put(NAMES.getOrDefault(name, name), List.of(ours, theirs));
            }
        });
        return differences;
    }

    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(NAMES.getOrDefault(name, name), text(name, value)));
        return all;
    }

    /** Kinds of attention, and in how many layers each is where they differ; empty if not recorded. */
    String attention() {
        JsonNode stack = values.get("model.attention");
        if (stack == null || !stack.isArray() || stack.isEmpty()) {
            return "";
        }
        Map<String, Integer> layers = new LinkedHashMap<>();
        for (JsonNode layer : stack) {
            List<String> kinds = new ArrayList<>();
            layer.forEach(kind -> kinds.add(kind.asText().toLowerCase(Locale.ROOT)));
            layers.merge(String.join("+", kinds.stream().distinct().toList()), 1, Integer::sum);
        }
        if (layers.size() == 1) {
            return layers.keySet().iterator().next();
        }
        List<String> parts = new ArrayList<>();
        layers.forEach((kinds, count) -> parts.add(String.format(Locale.ROOT, "%s in %d", kinds, count)));
        return String.join(", ", parts) + " layers";
    }

    private static String text(String name, JsonNode value) {
        if (value.isNull()) {
            return NULLS.getOrDefault(name, "none");
        }
        if (value.isTextual()) {
            return PLACES.contains(name) ? value.asText() : spelled(value.asText());
        }
        if (value.isArray()) {
            return spelled(value.toString().replace("\"", "")).replace(",", ", ");
        }
        return value.isNumber() && value.asDouble() == Math.rint(value.asDouble()) && Math.abs(value.asDouble()) < 1e15
                ? String.valueOf(value.asLong())
                : value.asText();
    }

    /** Constants of enums as they are written in a configuration. */
    private static String spelled(String text) {
        return text.equals(text.toUpperCase(Locale.ROOT))
                ? text.toLowerCase(Locale.ROOT).replace('_', '-')
                : text;
    }
}
