package io.tauspark.bench.scale;

import io.tauspark.bench.speed.Spread;
import io.tauspark.run.MetricLine;
import io.tauspark.run.RunFiles;
import io.tauspark.run.TrainingLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

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
     * The times of the steps after the warm-up, one by one, from the metrics of a run.
     *
     * @param run directory of a training that logged every step
     * @param tokensPerStep of that training
     * @throws IllegalStateException if there is no such step, or a line that cannot be used
     */
    static List<StepTime> read(Path run, int warmup, long tokensPerStep, Configuration hadoop) throws IOException {
        RunFiles files = RunFiles.open(run, hadoop);
        List<StepTime> times = new ArrayList<>();
        files.lines(RunFiles.METRICS, MetricLine.class, line -> {
            if (line instanceof TrainingLine step && step.step() > warmup) {
                times.add(of(step, tokensPerStep));
            }
        });
        if (!files.damages().isEmpty()) {
            throw new IllegalStateException(String.join("; ", files.damages()));
        }
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

    private static StepTime of(TrainingLine line, long tokensPerStep) {
        double pace = measured(line.tokensPerSecond(), line);
        return new StepTime(
                pace,
                MILLIS * tokensPerStep / pace,
                MILLIS * measured(line.exchangeSeconds(), line),
                MILLIS * measured(line.waitSeconds(), line));
    }

    private static double measured(@Nullable Double number, TrainingLine line) {
        if (number == null) {
            throw new IllegalStateException("the metric log lacks a time of step " + line.step());
        }
        return number;
    }

    private static double median(List<StepTime> steps, ToDoubleFunction<StepTime> number) {
        return Spread.of(steps.stream().mapToDouble(number).boxed().toList()).median();
    }
}
