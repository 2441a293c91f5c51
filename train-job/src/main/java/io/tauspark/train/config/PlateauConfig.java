package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * The settings of when the validation loss counts as standing still, and of what that does to the learning rate.
 *
 * @param patience scorings in a row without improvement that lower the rate
 * @param factor what the rate is multiplied by then
 * @param threshold an improvement is a loss that is lower than the best by more than this share of it
 * @param least the rate never falls below this share of the peak
 */
public record PlateauConfig(int patience, double factor, double threshold, double least) implements Serializable {

    public PlateauConfig {
        new Problems()
                .check(patience >= 1, "patience", patience, "must be at least 1")
                .check(factor > 0 && factor < 1, "factor", factor, "must lie in (0, 1)")
                .check(threshold >= 0 && threshold < 1, "threshold", threshold, "must lie in [0, 1)")
                .check(least >= 0 && least <= 1, "least", least, "is a share of the peak and must lie in [0, 1]")
                .throwIfAny();
    }

    /** The state after one more scoring. */
    RateState after(RateState state, double loss) {
        Standstill watch = new Standstill(state.best(), state.since()).after(loss, threshold);
        return watch.since() < patience
                ? new RateState(watch.best(), watch.since(), state.scale())
                : new RateState(watch.best(), 0, Math.max(least, state.scale() * factor));
    }
}
