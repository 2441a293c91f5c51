package io.tauspark.train.sync;

import io.tauspark.config.InvalidInput;
import io.tauspark.run.RunEvent;
import io.tauspark.train.driver.AttemptFailed;
import io.tauspark.train.driver.FinalFailure;
import io.tauspark.train.driver.RunMonitor;
import io.tauspark.train.driver.StageResources;
import io.tauspark.train.driver.TrainingFailed;
import io.tauspark.train.driver.WorkerFailure;
import io.tauspark.train.driver.WorkerWatch;
import io.tauspark.train.worker.SentPlan;
import io.tauspark.train.worker.TrainPlan;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One attempt of a training: a barrier stage with one task for each worker, which the driver watches instead of waiting
 * for it.
 */
final class Attempt {
    private static final Duration POLL = Duration.ofMillis(200);

    /** Spark kills what is left of a stage that failed; a task notices within a second or so. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final SparkContext spark;
    private final TrainPlan plan;
    private final RunMonitor monitor;
    private final WorkerWatch watch;
    private final TaskListener tasks;
    private final String id = UUID.randomUUID().toString();

    Attempt(SparkContext spark, TrainPlan plan, RunMonitor monitor) {
        this.spark = spark;
        this.plan = plan;
        this.monitor = monitor;
        this.watch = monitor.watch();
        this.tasks = new TaskListener(id, plan.attempt(), watch);
    }

    /**
     * Trains.
     *
     * @return the workers' reports
     * @throws AttemptFailed if a worker was lost, stalled or failed in a way that another attempt may mend
     * @throws RuntimeException if another attempt would not help, see {@link FinalFailure}
     */
    List<String> run() throws AttemptFailed {
        spark.addSparkListener(tasks);
        JavaFutureAction<List<String>> job = submit();
        try {
            return await(job);
        } catch (ExecutionException failed) {
            settle();
            throw diagnosis(failed.getCause() == null ? failed : failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new TrainingFailed("the driver was interrupted while the workers trained", stopped);
        } finally {
            if (!job.isDone()) {
                boolean unused = job.cancel(true);
                settle();
            }
            spark.removeSparkListener(tasks);
        }
    }

    private JavaFutureAction<List<String>> submit() {
        List<Integer> ranks =
                IntStream.range(0, plan.config().workers()).boxed().toList();
        RDD<Integer> slices = StageResources.of(spark, plan.config().parallel().task())
                .give(JavaSparkContext.fromSparkContext(spark).parallelize(ranks, ranks.size()))
                .rdd();
        ClassTag<String> tag = ClassTag$.MODULE$.apply(String.class);
        spark.setLocalProperty(TaskListener.KEY, id);
        try {
            return slices.barrier()
                    .mapPartitions(new TrainingTask(SentPlan.of(spark, plan)), false, tag)
                    .toJavaRDD()
                    .collectAsync();
        } finally {
            spark.setLocalProperty(TaskListener.KEY, null);
        }
    }

    private List<String> await(JavaFutureAction<List<String>> job)
            throws ExecutionException, InterruptedException, AttemptFailed {
        long start = System.nanoTime();
        while (true) {
            try {
                return job.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                monitor.requireRecording();
                requireStart(Duration.ofNanos(System.nanoTime() - start));
                Optional<WorkerWatch.Stall> stall = watch.stalled().filter(late -> monitor.isPrompt());
                if (stall.isPresent()) {
                    boolean unused = job.cancel(true);
                    replace(stall.get());
                    throw new AttemptFailed(stall.get().text(), null);
                }
            } catch (CancellationException impossible) {
                throw new IllegalStateException("only this thread cancels the attempt", impossible);
            }
        }
    }

    private void requireStart(Duration waited) throws AttemptFailed {
        Duration limit = plan.config().faults().start();
        int missing = plan.config().workers() - watch.started();
        if (missing == 0 || waited.compareTo(limit) < 0) {
            return;
        }
        String text = String.format(
                Locale.ROOT,
                "%d of %d workers did not start within %d s: ",
                missing,
                plan.config().workers(),
                limit.toSeconds());
        if (plan.attempt() == 1) {
            throw new InvalidInput(text
                    + "other jobs of this Spark session hold the slots; let them end first, give the session"
                    + " more slots, or raise faults.start");
        }
        throw new AttemptFailed(text + "what is left of the attempt before, or another job, holds the slots", null);
    }

    /** A stalled process does not free its slot by itself, and may come back to life. */
    private void replace(WorkerWatch.Stall stall) {
        monitor.event(new RunEvent(
                "stalled",
                Map.of(
                        "attempt", plan.attempt(),
                        "rank", stall.rank(),
                        "executor", stall.executor(),
                        "host", stall.host(),
                        "cause", stall.text()),
                ""));
        if (!stall.executor().equals(SparkContext$.MODULE$.DRIVER_IDENTIFIER())
                && !spark.killAndReplaceExecutor(stall.executor())) {
            monitor.report("train  executor %s could not be removed".formatted(stall.executor()));
        }
    }

    /** Waits a moment for the tasks to end, so that their reasons are known and the next attempt finds their slots. */
    private void settle() {
        long start = System.nanoTime();
        try {
            while (!watch.allEnded() && System.nanoTime() - start < SETTLE.toNanos()) {
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Works out from what workers and Spark say which failure was the first. */
    private AttemptFailed diagnosis(Throwable failure) {
        String spoken = String.valueOf(failure.getMessage());
        List<WorkerFailure> failures = monitor.failures();
        for (WorkerFailure worker : failures) {
            throwIfFinal(worker.text(), failure);
        }
        throwIfFinal(spoken, failure);
        for (Map.Entry<String, String> lost : tasks.lostExecutors().entrySet()) {
            Optional<String> worker = watch.nameInExecutor(lost.getKey());
            if (worker.isPresent()) {
                return new AttemptFailed("%s was lost: %s".formatted(worker.get(), lost.getValue()), failure);
            }
        }
        return failures.stream()
                .filter(worker -> !worker.mayFollowFromAnother())
                .findFirst()
                .or(() -> failures.stream().findFirst())
                .map(worker -> new AttemptFailed(
                        "%s failed: %s".formatted(watch.name(worker.rank()), worker.reason()), failure))
                .orElseGet(() -> new AttemptFailed(beginning(spoken), failure));
    }

    /** Spark's sentence and, on the line after it, the task's exception; a stack trace follows. */
    private static String beginning(String text) {
        return text.lines().limit(2).collect(Collectors.joining(" "));
    }

    private static void throwIfFinal(String text, Throwable cause) {
        FinalFailure.in(text, cause).ifPresent(failure -> {
            throw failure;
        });
    }
}
