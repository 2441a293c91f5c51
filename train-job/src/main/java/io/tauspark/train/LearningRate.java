package io.tauspark.train;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.io.Serializable;

/**
 * The learning rate of each step: a linear rise, then a half cosine.
 *
 * @param peak rate at the end of the rise
 * @param warmup steps of the rise
 * @param end rate at the last step, as a share of the peak
 */
public record LearningRate(double peak, int warmup, double end) implements Serializable {

    public LearningRate {
        new Problems()
                .check(peak > 0 && peak < 1, "peak", peak, "must lie in (0, 1)")
                .check(warmup >= 0, "warmup", warmup, "must not be negative")
                .check(end >= 0 && end <= 1, "end", end, "is a share of the peak and must lie in [0, 1]")
                .throwIfAny();
    }

    public static LearningRate from(Settings settings) {
        return new LearningRate(settings.number("peak"), settings.integer("warmup"), settings.number("end"));
    }

    /** The rate of one of {@code steps} steps, counted from 0. */
    public double at(int step, int steps) {
        if (step < warmup) {
            return peak * (step + 1) / warmup;
        }
        double progress = (step - warmup) / (double) Math.max(1, steps - 1 - warmup);
        return peak * (end + (1 - end) * (1 + Math.cos(Math.PI * Math.min(1, progress))) / 2);
    }
}
