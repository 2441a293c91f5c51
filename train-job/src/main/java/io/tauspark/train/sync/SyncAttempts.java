package io.tauspark.train.sync;

import io.tauspark.config.InvalidInput;
import io.tauspark.run.RunEnd;
import io.tauspark.run.RunEvent;
import io.tauspark.store.Json;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.driver.AttemptFailed;
import io.tauspark.train.driver.Retries;
import io.tauspark.train.driver.RunMonitor;
import io.tauspark.train.driver.Slots;
import io.tauspark.train.driver.TrainingFailed;
import io.tauspark.train.state.WorkerReport;
import io.tauspark.train.worker.TrainPlan;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.apache.spark.SparkContext;

/**
 * The workers of a synchronous training as the driver sees them: attempts that follow each other, each from the newest
 * checkpoint, until one reaches the last step or too many in a row have failed without any progress.
 */
final class SyncAttempts {
    private final SparkContext spark;
    private final TrainConfig config;
    private final RunMonitor monitor;
    private final IntSupplier newestCheckpoint;

    /** @param newestCheckpoint tells the step of the newest checkpoint, 0 if there is none */
    SyncAttempts(SparkContext spark, TrainConfig config, RunMonitor monitor, IntSupplier newestCheckpoint) {
        this.spark = spark;
        this.config = config;
        this.monitor = monitor;
        this.newestCheckpoint = newestCheckpoint;
    }

    /**
     * Trains until the plan is done.
     *
     * @param attempts begins an attempt at the monitor, and gives its plan; attempts are counted from 1
     * @return the workers' reports, by rank
     * @throws InvalidInput if a worker cannot use what it was given
     * @throws TrainingFailed if more attempts in a row than {@code faults.retries} failed without reaching a new
     *     checkpoint, or one in a way that another would only repeat
     */
    List<WorkerReport> run(IntFunction<TrainPlan> attempts) {
        int reached = newestCheckpoint.getAsInt();
        monitor.event(new RunEvent(
                reached == 0 ? "start" : "resume", Map.of("step", reached, "workers", config.workers()), ""));
        return new Retries(config.faults()).run(new Training(attempts, reached));
    }

    /** The training in attempts, each from the newest checkpoint. */
    private final class Training implements Retries.Work<List<WorkerReport>> {
        private final IntFunction<TrainPlan> attempts;

        /** The step of the newest checkpoint. */
        private int reached;

        Training(IntFunction<TrainPlan> attempts, int reached) {
            this.attempts = attempts;
            this.reached = reached;
        }

        @Override
        public List<WorkerReport> attempt(int number) throws AttemptFailed {
            try {
                TrainPlan plan = attempts.apply(number);
                List<WorkerReport> reports = new Attempt(spark, plan, monitor)
                        .run().stream()
                                .map(report -> Json.read(report, WorkerReport.class, "a worker's report"))
                                .sorted(Comparator.comparingInt(WorkerReport::rank))
                                .toList();
                RunEnd end = reports.get(0).end();
                monitor.event(
                        end == null
                                ? new RunEvent("paused", Map.of("attempt", number, "step", plan.until()), "")
                                : new RunEvent("finished", Map.of("attempt", number, "step", end.step()), ""));
                return reports;
            } catch (RuntimeException last) {
                noteEnd(String.valueOf(last.getMessage()), last);
                throw last;
            }
        }

        @Override
        public boolean advanced() {
            int before = reached;
            reached = newestCheckpoint.getAsInt();
            return reached > before;
        }

        @Override
        public void retrying(int next, String cause) {
            monitor.event(new RunEvent(
                    "retry",
                    Map.of("attempt", next, "step", reached, "cause", cause),
                    String.format(Locale.ROOT, "train  %s; attempt %d goes on from step %d", cause, next, reached)));
        }

        @Override
        public Optional<String> await() {
            return Slots.of(spark, config).await();
        }

        @Override
        public TrainingFailed gaveUp(int attempts, String cause, AttemptFailed last) {
            String message = String.format(
                    Locale.ROOT,
                    "training failed after %d attempt%s, the last because %s; its checkpoints are in %s",
                    attempts,
                    attempts == 1 ? "" : "s",
                    cause,
                    monitor.run());
            TrainingFailed failed = new TrainingFailed(message, last);
            noteEnd(message, failed);
            return failed;
        }
    }

    /** Notes the end; what cannot be noted, perhaps because of a full disk, must not hide why the training failed. */
    private void noteEnd(String message, RuntimeException failure) {
        try {
            monitor.event(new RunEvent("failed", Map.of("cause", message), ""));
        } catch (RuntimeException unwritten) {
            failure.addSuppressed(unwritten);
        }
    }
}
