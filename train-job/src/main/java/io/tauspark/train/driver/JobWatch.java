package io.tauspark.train.driver;

import io.tauspark.config.InvalidInput;
import io.tauspark.train.config.FaultConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Runs Spark jobs one at a time and ends one that stands still, because Spark itself would wait for ever: for executors
 * that never come, and for a task that never ends.
 *
 * <p>An executor that dies or is stopped is not a standstill: Spark misses its heartbeats after
 * {@code spark.network.timeout} and runs its tasks elsewhere. So the bound on a job with running tasks is longer than
 * that. What tasks get done reaches the driver as an accumulator in the heartbeats of their executors.
 */
public final class JobWatch implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;
    private static final String MARK = "tauspark.job";

    private final SparkContext spark;
    private final Duration start;
    private final Duration standstill;
    private final LongAccumulator beats;
    private final Events events = new Events();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "tauspark-job-watch");
        daemon.setDaemon(true);
        return daemon;
    });

    private @Nullable Job current;

    /** The facts known of the job that runs. */
    private static final class Job {
        private final String what;
        private final String mark = UUID.randomUUID().toString();
        private final Set<Integer> jobIds = new HashSet<>();
        private final Set<Integer> stages = new HashSet<>();
        private final Map<Long, TaskInfo> running = new HashMap<>();
        private final Map<Long, Object> done = new HashMap<>();
        private boolean begun;
        private long lastMove = System.nanoTime();
        private @Nullable InvalidInput refusal;
        private @Nullable String verdict;

        Job(String what) {
            this.what = what;
        }

        void moved() {
            lastMove = System.nanoTime();
        }
    }

    /**
     * Begins to watch.
     *
     * @param start longest time without any running task
     * @param standstill longest time in which running tasks get nothing done
     */
    JobWatch(SparkContext spark, Duration start, Duration standstill) {
        this.spark = spark;
        this.start = start;
        this.standstill = standstill;
        this.beats = spark.longAccumulator("steps of a round");
        spark.addSparkListener(events);
        var unused = clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The watch over a training: a standstill is what lasts longer than Spark needs to miss an executor. */
    public static JobWatch of(SparkContext spark, FaultConfig faults) {
        long missed = spark.conf().getTimeAsSeconds("spark.network.timeout", "120s")
                + spark.conf().getTimeAsSeconds("spark.network.timeoutInterval", "60s");
        return new JobWatch(spark, faults.start(), faults.silence().plusSeconds(missed));
    }

    /** The counter that tasks count their work with. */
    public LongAccumulator beats() {
        return beats;
    }

    /**
     * Runs an action that submits Spark jobs from this thread.
     *
     * @param what it is, for messages
     * @throws InvalidInput if no task begins within the bound, or a task refuses what it was given
     * @throws AttemptFailed if the action fails or stands still
     */
    public <T> T run(String what, Callable<T> action) throws AttemptFailed {
        Job job = new Job(what);
        synchronized (this) {
            current = job;
        }
        spark.setLocalProperty(MARK, job.mark);
        try {
            return action.call();
        } catch (Exception failed) {
            throw failure(job, failed);
        } finally {
            spark.setLocalProperty(MARK, null);
            synchronized (this) {
                current = null;
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        spark.removeSparkListener(events);
    }

    /**
     * The reason why a job failed: the watch's own verdict, what another attempt would only repeat, or what Spark says.
     */
    private synchronized AttemptFailed failure(Job job, Exception failed) {
        InvalidInput refusal = job.refusal;
        if (refusal != null) {
            refusal.addSuppressed(failed);
            throw refusal;
        }
        String standstill = job.verdict;
        if (standstill != null) {
            return new AttemptFailed(standstill, failed);
        }
        String message = String.valueOf(failed.getMessage());
        Optional<RuntimeException> last = FinalFailure.in(message, failed);
        if (last.isPresent()) {
            throw last.get();
        }
        return new AttemptFailed(job.what + " failed: " + message, failed);
    }

    private synchronized void look() {
        Job job = current;
        if (job == null || job.refusal != null || job.verdict != null) {
            return;
        }
        Duration still = Duration.ofNanos(System.nanoTime() - job.lastMove);
        if (job.running.isEmpty() && still.compareTo(start) > 0) {
            if (job.begun) {
                job.verdict = abandoned(job);
            } else {
                job.refusal = noSlots(job);
            }
        } else if (still.compareTo(standstill) > 0) {
            job.verdict = stalled(job);
        } else {
            return;
        }
        job.jobIds.forEach(id -> spark.cancelJob(id, "it stands still"));
    }

    private InvalidInput noSlots(Job job) {
        return new InvalidInput(String.format(
                Locale.ROOT,
                "%s: no task has begun within %d s: Spark has no executor with a free slot; start executors with at"
                        + " least spark.task.cpus = %s cores each (and the GPUs of spark.task.resource.gpu.amount, if"
                        + " it is set), or raise faults.start",
                job.what,
                start.toSeconds(),
                spark.conf().get("spark.task.cpus", "1")));
    }

    private String abandoned(Job job) {
        return String.format(
                Locale.ROOT,
                "%s: for %d s no task has run and none has begun: the executors are gone or busy",
                job.what,
                start.toSeconds());
    }

    private String stalled(Job job) {
        Set<String> where = new TreeSet<>();
        job.running
                .values()
                .forEach(task -> where.add(String.format(
                        Locale.ROOT, "task %d on executor %s (%s)", task.index(), task.executorId(), task.host())));
        return String.format(
                Locale.ROOT,
                "%s: nothing has moved for %d s; still running: %s",
                job.what,
                standstill.toSeconds(),
                String.join(", ", where));
    }

    /** A listener to what Spark reports of the job. */
    private final class Events extends SparkListener {
        @Override
        public void onJobStart(SparkListenerJobStart event) {
            synchronized (JobWatch.this) {
                Job job = current;
                if (job != null && job.mark.equals(event.properties().getProperty(MARK))) {
                    job.jobIds.add(event.jobId());
                    for (Object stage : JavaConverters.seqAsJavaList(event.stageIds())) {
                        job.stages.add((Integer) stage);
                    }
                    job.moved();
                }
            }
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart event) {
            synchronized (JobWatch.this) {
                Job job = current;
                if (job != null && job.stages.contains(event.stageId())) {
                    job.running.put(event.taskInfo().taskId(), event.taskInfo());
                    job.begun = true;
                    job.moved();
                }
            }
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd event) {
            synchronized (JobWatch.this) {
                Job job = current;
                if (job != null && job.running.remove(event.taskInfo().taskId()) != null) {
                    job.moved();
                }
            }
        }

        @Override
        public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate event) {
            synchronized (JobWatch.this) {
                Job job = current;
                if (job == null) {
                    return;
                }
                for (Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task :
                        JavaConverters.seqAsJavaList(event.accumUpdates())) {
                    for (AccumulableInfo update : JavaConverters.seqAsJavaList(task._4())) {
                        if (update.id() == beats.id() && job.running.containsKey((Long) task._1())) {
                            Object now = update.update().get();
                            if (!now.equals(job.done.put((Long) task._1(), now))) {
                                job.moved();
                            }
                        }
                    }
                }
            }
        }
    }
}
