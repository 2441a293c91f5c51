package io.tauspark.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs of a run that never was, as a training writes them. */
final class MadeUpRun {
    final List<JsonNode> lines = new ArrayList<>();
    final List<JsonNode> events = new ArrayList<>();

    /** A line of training of one layer with one head, whose energies are given at three quantiles. */
    static JsonNode head(int step, double temperature, double tau, double e05, double e50, double e95) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("kind", "tau");
        head.put("lambda", Map.of("p05", e05 / (e05 + tau), "p50", e50 / (e50 + tau), "p95", e95 / (e95 + tau)));
        head.put("temperature", temperature);
        head.put("tau", tau);
        return line(step, "train", 2.0, 100.0 * step, List.of(Map.of("layer", 0, "heads", List.of(head))));
    }

    /** A line of training whose layers have these medians. */
    void training(int step, @Nullable Double loss, double... medians) {
        List<Map<String, Object>> layers = new ArrayList<>();
        for (int layer = 0; layer < medians.length; layer++) {
            layers.add(Map.of("layer", layer, "lambda", Map.of("p05", 0.1, "p50", medians[layer], "p95", 0.9)));
        }
        lines.add(line(step, "train", loss, 100.0 * step, layers));
    }

    void validation(int step, double loss) {
        lines.add(line(step, "validation", loss, 7, null));
    }

    void event(String name, @Nullable Integer step) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("time", "2026-01-01T00:00:00Z");
        event.put("event", name);
        if (step != null) {
            event.put("step", step);
        }
        events.add(Json.tree(Json.line(event), "an event"));
    }

    RunHistory history() {
        return RunHistory.of(lines, events);
    }

    private static JsonNode line(
            int step, String split, @Nullable Double loss, double tokens, @Nullable Object layers) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("split", split);
        line.put("loss", loss);
        line.put("tokens", tokens);
        if (layers != null) {
            line.put("layers", layers);
        }
        return Json.tree(Json.line(line), "a line");
    }
}
