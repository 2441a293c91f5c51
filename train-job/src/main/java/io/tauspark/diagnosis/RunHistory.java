package io.tauspark.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The history of a run that its model stems from: what was given up when the training went back, or was interrupted after
 * its last checkpoint, is no part of it.
 *
 * @param training lines of training, by step
 * @param validation lines of scorings, by step
 * @param recalibrations the numbers of steps after which τ was set anew
 */
record RunHistory(
        NavigableMap<Integer, JsonNode> training,
        NavigableMap<Integer, JsonNode> validation,
        NavigableSet<Integer> recalibrations) {
    /** Events that say from which step the training goes on. */
    private static final Set<String> RETURNS = Set.of("start", "resume", "retry", "restart");

    /**
     * Makes it from logs.
     *
     * @param lines of {@code metrics.jsonl}
     * @param events of {@code events.jsonl}
     */
    static RunHistory of(List<JsonNode> lines, List<JsonNode> events) {
        TreeMap<Integer, JsonNode> training = new TreeMap<>();
        TreeMap<Integer, JsonNode> validation = new TreeMap<>();
        for (JsonNode line : lines) {
            int step = line.path("step").asInt();
            TreeMap<Integer, JsonNode> mine = line.path("split").asText().equals("validation") ? validation : training;
            mine.tailMap(step, true).clear();
            mine.put(step, line);
        }
        TreeSet<Integer> recalibrations = new TreeSet<>();
        for (JsonNode event : events) {
            String name = event.path("event").asText();
            // τ is set after a checkpoint of the same step, so who goes on from that sets it again.
            if (RETURNS.contains(name) && event.path("step").isInt()) {
                recalibrations.tailSet(event.path("step").asInt(), true).clear();
            } else if (name.equals("recalibration")) {
                recalibrations.add(event.path("step").asInt());
            }
        }
        return new RunHistory(training, validation, recalibrations);
    }

    /** How often τ had been set anew when a step was taken. */
    int recalibrationsBefore(int step) {
        return recalibrations.headSet(step, false).size();
    }
}
