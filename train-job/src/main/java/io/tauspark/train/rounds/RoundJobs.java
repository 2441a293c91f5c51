package io.tauspark.train.rounds;

import io.tauspark.config.InvalidInput;
import io.tauspark.run.RunEvent;
import io.tauspark.train.config.FaultConfig;
import io.tauspark.train.driver.AttemptFailed;
import io.tauspark.train.driver.JobWatch;
import io.tauspark.train.driver.Retries;
import io.tauspark.train.driver.RunMonitor;
import io.tauspark.train.driver.TrainingFailed;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.SparkContext;

/** The Spark jobs of a training in rounds, which are run again if they fail. */
final class RoundJobs {
    private final SparkContext spark;
    private final RunMonitor monitor;
    private final JobWatch watch;
    private final Retries retries;

    RoundJobs(SparkContext spark, FaultConfig faults, RunMonitor monitor, JobWatch watch) {
        this.spark = spark;
        this.monitor = monitor;
        this.watch = watch;
        this.retries = new Retries(faults);
    }

    /**
     * Runs an action that submits Spark jobs from this thread.
     *
     * @param what it is, for messages
     * @throws InvalidInput if no task begins within the bound, or a task refuses what it was given
     * @throws TrainingFailed if it failed more often in a row than it may
     */
    <T> T run(String what, Callable<T> action) {
        return retries.run(new Retries.Work<T>() {
            @Override
            public T attempt(int number) throws AttemptFailed {
                return watch.run(what, action);
            }

            @Override
            public boolean isOver() {
                return spark.isStopped();
            }

            @Override
            public void retrying(int next, String cause) {
                monitor.event(new RunEvent(
                        "retry",
                        Map.of("attempt", next, "cause", cause),
                        String.format(Locale.ROOT, "train  %s; attempt %d begins", cause, next)));
            }

            @Override
            public TrainingFailed gaveUp(int attempts, String cause, AttemptFailed last) {
                monitor.event(new RunEvent("failed", Map.of("cause", cause), ""));
                return new TrainingFailed(
                        String.format(
                                Locale.ROOT,
                                "training failed after %d attempt%s, the last because %s",
                                attempts,
                                attempts == 1 ? "" : "s",
                                cause),
                        last);
            }
        });
    }
}
