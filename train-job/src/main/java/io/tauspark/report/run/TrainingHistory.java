package io.tauspark.report.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What {@code metrics.jsonl} tells, in bounded memory. */
final class TrainingHistory {
    private static final int BUCKETS = 512;

    final Trace loss = new Trace(BUCKETS);
    final Trace rate = new Trace(BUCKETS);
    final Trace gradientNorm = new Trace(BUCKETS);
    final Trace tokensPerSecond = new Trace(BUCKETS);
    /** Of the time of a step. */
    final Trace exchangeShare = new Trace(BUCKETS);

    final Trace waitShare = new Trace(BUCKETS);
    private final List<Validation> validations = new ArrayList<>();
    private final TreeMap<Integer, LayerHistory> layers = new TreeMap<>();
    private int firstStep = Integer.MAX_VALUE;
    private int lastStep;
    private long tokens;
    private double visibleKeys = Double.NaN;

    void take(JsonNode line) {
        int step = line.path("step").asInt();
        firstStep = Math.min(firstStep, step);
        lastStep = Math.max(lastStep, step);
        if (line.path("split").asText().equals("validation")) {
            validations.add(new Validation(
                    step,
                    Fields.number(line.path("loss")),
                    Fields.number(line.path("loss_error")),
                    Fields.number(line.path("bits_per_byte"))));
        } else {
            training(step, line);
        }
    }

    private void training(int step, JsonNode line) {
        loss.add(step, Fields.number(line.path("loss")));
        rate.add(step, Fields.number(line.path("lr")));
        gradientNorm.add(step, Fields.number(line.path("grad_norm")));
        double pace = Fields.number(line.path("tokens_per_second"));
        tokensPerSecond.add(step, pace);
        tokens = line.path("tokens").asLong(tokens);
        double secondsPerStep = (double) tokens / step / pace;
        exchangeShare.add(step, Fields.number(line.path("exchange_seconds")) / secondsPerStep);
        waitShare.add(step, Fields.number(line.path("wait_seconds")) / secondsPerStep);
        visibleKeys = line.has("visible_keys") ? Fields.number(line.path("visible_keys")) : visibleKeys;
        for (JsonNode layer : line.path("layers")) {
            int number = layer.path("layer").asInt();
            layers.computeIfAbsent(number, LayerHistory::new).take(step, layer);
        }
    }

    boolean isEmpty() {
        return lastStep == 0;
    }

    int firstStep() {
        return firstStep;
    }

    int lastStep() {
        return lastStep;
    }

    /** That the model had learnt from at the last line. */
    long tokens() {
        return tokens;
    }

    /** Mean number of keys that a query can see; not a number where it was not recorded. */
    double visibleKeys() {
        return visibleKeys;
    }

    List<Validation> validations() {
        return validations;
    }

    List<LayerHistory> layers() {
        return List.copyOf(layers.values());
    }
}
