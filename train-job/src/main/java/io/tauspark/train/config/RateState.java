package io.tauspark.train.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The knowledge of a plateau schedule from the scorings so far. Part of the run's state: with it, a run can be resumed
 * as if it had never stopped.
 *
 * @param best validation loss that a later one must beat, nats per token; null before the first scoring
 * @param since scorings in a row that did not beat it
 * @param scale what the rate is multiplied by
 */
public record RateState(@Nullable Double best, int since, double scale) implements Serializable {
    /** Before the first scoring. */
    public static final RateState START = new RateState(null, 0, 1);
}
