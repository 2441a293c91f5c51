package io.tauspark.train.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A watch for the validation loss to stand still: what it has fallen to, and for how long it has not fallen any further.
 *
 * @param best validation loss that a later one must beat, nats per token; null before the first scoring
 * @param since scorings in a row that did not beat it
 */
public record Standstill(@Nullable Double best, int since) implements Serializable {
    /** Before the first scoring. */
    public static final Standstill NONE = new Standstill(null, 0);

    /**
     * The watch after one more scoring. Many improvements that are each below the threshold count as one when they have
     * added up to it, because the best loss stays where it is until it is truly beaten.
     *
     * @param threshold share of the best loss by which a better one must be lower
     */
    Standstill after(double loss, double threshold) {
        return best == null || loss < best * (1 - threshold)
                ? new Standstill(loss, 0)
                : new Standstill(best, since + 1);
    }
}
