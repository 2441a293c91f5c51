package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * The settings of when τ is recalibrated during training. docs/calibration.md says what is known about each strategy.
 *
 * @param strategy when it is set
 * @param every steps between two looks at the energies
 * @param drift for {@link Strategy#GATED}, the drift that τ follows: the median over key heads of |ln(median energy / τ)|
 * @param tolerance for {@link Strategy#GATED}, the last validation loss is no worse while it lies above the best by at most
 *     this share of it
 */
public record CalibrationConfig(Strategy strategy, int every, double drift, double tolerance) implements Serializable {

    /** The rule of when τ is set. */
    public enum Strategy {
        /** Before the first step only. */
        FIXED,
        /** At every look. */
        INTERVAL,
        /** At a look that finds the energies drifted, unless the validation loss has become worse. */
        GATED
    }

    public CalibrationConfig {
        new Problems()
                .check(every >= 1, "every", every, "must be at least 1")
                .check(drift >= 0 && drift < Double.POSITIVE_INFINITY, "drift", drift, "must not be negative")
                .check(tolerance >= 0 && tolerance < 1, "tolerance", tolerance, "must lie in [0, 1)")
                .throwIfAny();
    }

    /**
     * Whether the energies are looked at before the step that follows {@code to}: a multiple of {@link #every} lies in
     * (from, to].
     */
    public boolean looksBetween(int from, int to) {
        return strategy != Strategy.FIXED && to / every > from / every;
    }
}
