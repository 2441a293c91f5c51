package io.tauspark.train;

import io.tauspark.config.InvalidInput;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.apache.spark.SparkContext;

/**
 * The workers of a synchronous training as the driver sees them: attempts that follow each other, each from the newest
 * checkpoint, until one reaches the last step or too many in a row have failed without any progress.
 */
final class Gang {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final SparkContext spark;
    private final TrainConfig config;
    private final RunMonitor monitor;
    private final IntSupplier newestCheckpoint;

    /** @param newestCheckpoint tells the step of the newest checkpoint, 0 if there is none */
    Gang(SparkContext spark, TrainConfig config, RunMonitor monitor, IntSupplier newestCheckpoint) {
        this.spark = spark;
        this.config = config;
        this.monitor = monitor;
        this.newestCheckpoint = newestCheckpoint;
    }

    /**
     * Trains to the last step.
     *
     * @param attempts begins an attempt at the monitor, and gives its plan; attempts are counted from 1
     * @return the workers' reports
     * @throws InvalidInput if a worker cannot use what it was given
     * @throws TrainingFailed if more attempts in a row than {@code faults.retries} failed without reaching a new
     *     checkpoint, or one in a way that another would only repeat
     */
    List<String> run(IntFunction<TrainPlan> attempts) {
        int reached = newestCheckpoint.getAsInt();
        int fruitless = 0;
        monitor.event(new RunEvent(
                reached == 0 ? "start" : "resume", Map.of("step", reached, "workers", config.workers()), ""));
        for (int attempt = 1; ; attempt++) {
            try {
                List<String> reports = new Attempt(spark, attempts.apply(attempt), monitor).run();
                monitor.event(new RunEvent("finished", Map.of("attempt", attempt, "step", config.steps()), ""));
                return reports;
            } catch (AttemptFailed failed) {
                int step = newestCheckpoint.getAsInt();
                fruitless = step > reached ? 0 : fruitless + 1;
                reached = step;
                String cause = String.valueOf(failed.getMessage());
                if (fruitless > config.faults().retries() || config.faults().retries() == 0) {
                    throw end(gaveUp(attempt, cause), failed);
                }
                retry(attempt + 1, step, cause);
                pause(fruitless);
                Optional<String> shortage = Slots.of(spark, config).await();
                if (shortage.isPresent()) {
                    throw end(gaveUp(attempt, cause + "; then " + shortage.get()), failed);
                }
            } catch (RuntimeException last) {
                noteEnd(String.valueOf(last.getMessage()), last);
                throw last;
            }
        }
    }

    private void retry(int next, int step, String cause) {
        monitor.event(new RunEvent(
                "retry",
                Map.of("attempt", next, "step", step, "cause", cause),
                String.format(Locale.ROOT, "train  %s; attempt %d goes on from step %d", cause, next, step)));
    }

    private String gaveUp(int attempts, String cause) {
        return String.format(
                Locale.ROOT,
                "training failed after %d attempt%s, the last because %s; its checkpoints are in %s",
                attempts,
                attempts == 1 ? "" : "s",
                cause,
                monitor.run());
    }

    private TrainingFailed end(String message, Throwable cause) {
        TrainingFailed failed = new TrainingFailed(message, cause);
        noteEnd(message, failed);
        return failed;
    }

    /** What cannot be noted, perhaps because of a full disk, must not hide why the training failed. */
    private void noteEnd(String message, RuntimeException failure) {
        try {
            monitor.event(new RunEvent("failed", Map.of("cause", message), ""));
        } catch (RuntimeException unwritten) {
            failure.addSuppressed(unwritten);
        }
    }

    /** Longer after each failure in a row: what made one attempt fail often lasts for a moment. */
    private static void pause(int fruitless) {
        Duration pause = FIRST_PAUSE.multipliedBy(Math.max(1, fruitless));
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(pause.toNanos(), LONGEST_PAUSE.toNanos()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrainingFailed("the driver was interrupted between two attempts", stopped);
        }
    }
}
