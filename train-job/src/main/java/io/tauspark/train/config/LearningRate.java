package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * The learning rate of each step: a linear rise, then a schedule.
 *
 * @param peak rate at the end of the rise
 * @param warmup steps of the rise
 * @param schedule what follows the rise
 * @param end rate at the last step of the cosine, as a share of the peak
 * @param plateau when the plateau schedule lowers the rate
 */
public record LearningRate(double peak, int warmup, Schedule schedule, double end, PlateauConfig plateau)
        implements Serializable {
    /** The course of the learning rate after its rise. */
    public enum Schedule {
        /** Stays at the peak. */
        CONSTANT,
        /** Falls along half a cosine, to reach its end at the last step. */
        COSINE,
        /** Stays until the validation loss stops improving, then falls by a factor, and so on. */
        PLATEAU
    }

    public LearningRate {
        new Problems()
                .check(peak > 0 && peak < 1, "peak", peak, "must lie in (0, 1)")
                .check(warmup >= 0, "warmup", warmup, "must not be negative")
                .check(end >= 0 && end <= 1, "end", end, "is a share of the peak and must lie in [0, 1]")
                .throwIfAny();
    }

    /** The rate of one of {@code steps} steps, counted from 0, after the scorings that made the state. */
    public double at(int step, int steps, RateState state) {
        if (step < warmup) {
            return peak * (step + 1) / warmup * state.scale();
        }
        return switch (schedule) {
            case CONSTANT -> peak;
            case COSINE -> {
                double progress = (step - warmup) / (double) Math.max(1, steps - 1 - warmup);
                yield peak * (end + (1 - end) * (1 + Math.cos(Math.PI * Math.min(1, progress))) / 2);
            }
            case PLATEAU -> peak * state.scale();
        };
    }

    /** The state after one more scoring, which matters to the plateau schedule alone. */
    public RateState after(RateState state, double validationLoss) {
        return schedule == Schedule.PLATEAU ? plateau.after(state, validationLoss) : state;
    }
}
