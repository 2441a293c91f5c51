package io.tauspark.bench.scale;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.bench.speed.Spread;
import io.tauspark.store.Json;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The time of a training step and its parts.
 *
 * @param tokensPerSecond that the step learnt from
 * @param millis of the whole step
 * @param exchangeMillis what meeting the others took the worker that waited least for them
 * @param waitMillis that workers waited for slower ones, mean over workers
 */
record StepTime(double tokensPerSecond, double millis, double exchangeMillis, double waitMillis) {
    private static final double MILLIS = 1e3;

    /**
     * The times of the steps after the warm-up, one by one, from a metric log.
     *
     * @param log {@code metrics.jsonl} of a training that logged every step
     * @param tokensPerStep of that training
     */
    static List<StepTime> read(String log, int warmup, long tokensPerStep) {
        List<StepTime> times = log.lines()
                .map(line -> Json.tree(line, "a line of metrics.jsonl"))
                .filter(line -> line.path("split").asText().equals("train")
                        && line.path("step").asInt() > warmup)
                .map(line -> of(line, tokensPerStep))
                .toList();
        if (times.isEmpty()) {
            throw new IllegalStateException("the metric log has no step after " + warmup);
        }
        return times;
    }

    /** The medians of several steps, each number by itself. */
    static StepTime median(List<StepTime> steps) {
        return new StepTime(
                median(steps, StepTime::tokensPerSecond),
                median(steps, StepTime::millis),
                median(steps, StepTime::exchangeMillis),
                median(steps, StepTime::waitMillis));
    }

    private static StepTime of(JsonNode line, long tokensPerStep) {
        double pace = line.required("tokens_per_second").asDouble();
        return new StepTime(
                pace,
                MILLIS * tokensPerStep / pace,
                MILLIS * line.required("exchange_seconds").asDouble(),
                MILLIS * line.required("wait_seconds").asDouble());
    }

    private static double median(List<StepTime> steps, ToDoubleFunction<StepTime> number) {
        return Spread.of(steps.stream().mapToDouble(number).boxed().toList()).median();
    }
}
