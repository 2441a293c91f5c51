package io.tauspark.train.sync;

import io.tauspark.run.RunEvent;
import io.tauspark.train.driver.RunMonitor;
import io.tauspark.train.state.Checkpoint;
import io.tauspark.train.state.Checkpoints;
import io.tauspark.train.state.WorkerReport;
import io.tauspark.train.worker.TrainPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;

/** The driver's part of a synchronous training: every attempt resumes from the newest checkpoint that is sound. */
public final class SyncRun {
    private final SparkContext spark;
    private final TrainPlan plan;
    private final RunMonitor monitor;
    private final Checkpoints checkpoints;

    public SyncRun(SparkContext spark, TrainPlan plan, RunMonitor monitor) {
        this.spark = spark;
        this.plan = plan;
        this.monitor = monitor;
        this.checkpoints = new Checkpoints(
                new Path(plan.run()),
                plan.config().checkpoint().keep(),
                plan.hadoop().value());
    }

    /** Trains until the plan is done; returns what the workers say of it, by rank. */
    public List<WorkerReport> run() {
        SyncAttempts attempts = new SyncAttempts(spark, plan.config(), monitor, this::newestStep);
        List<WorkerReport> workers = attempts.run(this::attempt);
        if (workers.stream().map(WorkerReport::weights).distinct().count() > 1) {
            throw new IllegalStateException("the workers ended with different weights: " + workers);
        }
        return workers;
    }

    private TrainPlan attempt(int number) {
        Optional<Checkpoint> from = newest(damage ->
                monitor.event(new RunEvent("damaged", Map.of("attempt", number, "what", damage), "train  " + damage)));
        discardAfter(from.map(checkpoint -> checkpoint.state().step()).orElse(0));
        long lines = from.map(checkpoint -> checkpoint.state().lines()).orElse(0L);
        monitor.begin(number, Math.toIntExact(lines));
        return plan.attempt(
                number,
                from.map(checkpoint -> checkpoint.directory().toString()).orElse(null));
    }

    private int newestStep() {
        return newest(damage -> {}).map(checkpoint -> checkpoint.state().step()).orElse(0);
    }

    /** Removes what is newer than the checkpoint that the training resumes from, which is damaged. */
    private void discardAfter(int step) {
        try {
            checkpoints.removeLeftovers();
            checkpoints.discardAfter(step);
        } catch (IOException failed) {
            throw new UncheckedIOException("the checkpoints in " + plan.run() + " cannot be changed", failed);
        }
    }

    private Optional<Checkpoint> newest(Consumer<String> damaged) {
        try {
            return checkpoints.newest(damaged);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the checkpoints in " + plan.run() + " cannot be read", unreadable);
        }
    }
}
