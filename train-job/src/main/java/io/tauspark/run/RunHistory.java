package io.tauspark.run;

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
 * @param recalibrations the numbers of steps after which τ was recalibrated
 */
public record RunHistory(
        NavigableMap<Integer, TrainingLine> training,
        NavigableMap<Integer, ValidationLine> validation,
        NavigableSet<Integer> recalibrations) {
    /** Events that say from which step the training resumes. */
    private static final Set<String> RETURNS = Set.of("start", "resume", "retry", "restart");

    /**
     * Makes it from logs.
     *
     * @param lines of {@code metrics.jsonl}
     * @param events of {@code events.jsonl}
     */
    public static RunHistory of(List<MetricLine> lines, List<EventLine> events) {
        TreeMap<Integer, TrainingLine> training = new TreeMap<>();
        TreeMap<Integer, ValidationLine> validation = new TreeMap<>();
        for (MetricLine line : lines) {
            if (line instanceof ValidationLine scoring) {
                add(scoring, validation);
            } else if (line instanceof TrainingLine step) {
                add(step, training);
            }
        }
        TreeSet<Integer> recalibrations = new TreeSet<>();
        for (EventLine event : events) {
            Integer step = event.integer("step");
            // τ is set after a checkpoint of the same step, so who resumes from that sets it again.
            if (RETURNS.contains(event.event()) && step != null) {
                recalibrations.tailSet(step, true).clear();
            } else if (event.is("recalibration")) {
                recalibrations.add(step == null ? 0 : step);
            }
        }
        return new RunHistory(training, validation, recalibrations);
    }

    private static <T extends MetricLine> void add(T line, TreeMap<Integer, T> history) {
        history.tailMap(line.step(), true).clear();
        history.put(line.step(), line);
    }

    /** The number of recalibrations of τ before a step was taken. */
    public int recalibrationsBefore(int step) {
        return recalibrations.headSet(step, false).size();
    }
}
