package io.tauspark.train.driver;

import io.tauspark.train.config.FaultConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The retries of work that fails: attempts follow each other, after a pause, until one succeeds or more of them in a
 * row than {@code faults.retries} have failed without any progress.
 */
public final class Retries {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final int retries;
    private final Duration firstPause;

    public Retries(FaultConfig faults) {
        this(faults.retries(), FIRST_PAUSE);
    }

    Retries(int retries, Duration firstPause) {
        this.retries = retries;
        this.firstPause = firstPause;
    }

    /** Work that is done in attempts. */
    public interface Work<T> {
        /**
         * Makes an attempt.
         *
         * @param number counted from 1
         * @throws AttemptFailed if another may get further
         */
        T attempt(int number) throws AttemptFailed;

        /** Notes how far a failed attempt came; returns whether the next one need not repeat all of it. */
        default boolean advanced() {
            return false;
        }

        /** Whether nothing can follow a failed attempt, however many are allowed. */
        default boolean isOver() {
            return false;
        }

        /** Tells of a failed attempt that another follows. */
        void retrying(int next, String cause);

        /** Waits for what another attempt needs; returns what is missing at the end of the wait, or nothing. */
        default Optional<String> await() {
            return Optional.empty();
        }

        /**
         * Tells of the end of the work, and gives the failure to throw.
         *
         * @param attempts made
         * @param cause of the last one's failure
         */
        TrainingFailed gaveUp(int attempts, String cause, AttemptFailed last);
    }

    /**
     * Does the work.
     *
     * @return what the attempt gave that succeeded
     * @throws TrainingFailed if no attempt succeeded and no other is allowed
     */
    public <T> T run(Work<T> work) {
        int fruitless = 0;
        for (int attempt = 1; ; attempt++) {
            try {
                return work.attempt(attempt);
            } catch (AttemptFailed failed) {
                String cause = String.valueOf(failed.getMessage());
                fruitless = work.advanced() ? 0 : fruitless + 1;
                if (fruitless > retries || retries == 0 || work.isOver()) {
                    throw work.gaveUp(attempt, cause, failed);
                }
                work.retrying(attempt + 1, cause);
                pause(fruitless);
                Optional<String> missing = work.await();
                if (missing.isPresent()) {
                    throw work.gaveUp(attempt, cause + "; then " + missing.get(), failed);
                }
            }
        }
    }

    /** Waits longer after each failure in a row: what made one attempt fail often lasts for a moment. */
    private void pause(int fruitless) {
        Duration pause = firstPause.multipliedBy(Math.max(1, fruitless));
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(pause.toNanos(), LONGEST_PAUSE.toNanos()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrainingFailed("the driver was interrupted between two attempts", stopped);
        }
    }
}
