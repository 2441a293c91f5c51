package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * The settings of when a training ends before all its steps are done, because the validation loss stands still.
 *
 * @param patience scorings in a row without improvement that end it; 0 for none
 * @param threshold an improvement is a loss that is lower than the best by more than this share of it
 */
public record StopConfig(int patience, double threshold) implements Serializable {
    /** The settings of a training that does all its steps, as all did before there was a choice. */
    public static final StopConfig NEVER = new StopConfig(0, 1e-3);

    public StopConfig {
        new Problems()
                .check(patience >= 0, "patience", patience, "must not be negative; 0 does all steps")
                .check(threshold >= 0 && threshold < 1, "threshold", threshold, "must lie in [0, 1)")
                .throwIfAny();
    }

    /** The watch after one more scoring, which matters only where it may end the training. */
    public Standstill after(Standstill watch, double loss) {
        return patience == 0 ? watch : watch.after(loss, threshold);
    }

    /** Whether the training ends where the watch has come to. */
    public boolean isDue(Standstill watch) {
        return patience > 0 && watch.since() >= patience;
    }
}
