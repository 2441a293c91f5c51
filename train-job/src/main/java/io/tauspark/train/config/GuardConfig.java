package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * The guard against a loss or gradient that is not finite, or a gradient that is too long: the step is skipped, its
 * batch with it. Too many in a row send the training back to the last good checkpoint, past the batches that were
 * skipped.
 *
 * @param norm largest norm of the mean gradient, before clipping
 * @param skips skipped steps in a row that send the training back
 * @param restarts how often it may be sent back
 */
public record GuardConfig(double norm, int skips, int restarts) implements Serializable {

    public GuardConfig {
        new Problems()
                .check(norm > 0, "norm", norm, "must be positive")
                .check(skips >= 1, "skips", skips, "must be at least 1")
                .check(restarts >= 0, "restarts", restarts, "must not be negative")
                .throwIfAny();
    }
}
