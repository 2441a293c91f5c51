package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;
import java.time.Duration;

/**
 * The settings for workers that fail or do not come.
 *
 * @param retries failed attempts in a row, none of which reached a new checkpoint, that are followed by another; in
 *     rounds an attempt is one Spark job, and one that succeeds ends the row
 * @param silence longest time without a message from a worker, after which it counts as stalled
 * @param start longest wait for the executors and slots that the workers need
 */
public record FaultConfig(int retries, Duration silence, Duration start) implements Serializable {
    /** Workers speak every few seconds; collections and full networks delay that. */
    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(5);

    public FaultConfig {
        new Problems()
                .check(retries >= 0, "retries", retries, "must not be negative")
                .check(silence.compareTo(SHORTEST_SILENCE) >= 0, "silence", silence, "must be at least 5s")
                .check(start.compareTo(Duration.ofSeconds(1)) >= 0, "start", start, "must be at least 1s")
                .throwIfAny();
    }
}
