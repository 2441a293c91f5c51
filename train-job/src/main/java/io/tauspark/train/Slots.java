package io.tauspark.train;

import io.tauspark.config.InvalidInput;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * What the session can run at one time. Spark itself fails a stage that needs more only after minutes, and waits for
 * ever where local mode is asked for GPUs.
 */
final class Slots {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration TELL = Duration.ofSeconds(10);

    /** Either lets executors come and go. */
    private static final String[] DYNAMIC = {
        "spark.dynamicAllocation.enabled", "spark.streaming.dynamicAllocation.enabled"
    };

    private final SparkContext spark;
    private final int needed;
    private final boolean together;
    private final Duration limit;

    /**
     * @param needed tasks that must run at one time
     * @param together whether they form a barrier stage, which Spark starts as a whole or not at all
     * @param limit longest wait for executors that have not registered yet
     */
    Slots(SparkContext spark, int needed, boolean together, Duration limit) {
        this.spark = spark;
        this.needed = needed;
        this.together = together;
        this.limit = limit;
    }

    /**
     * The slots that a training needs: one for each worker. One that goes in rounds needs none before its first task,
     * with which dynamic allocation brings its first executors; {@link JobWatch} bounds that wait.
     */
    static Slots of(SparkContext spark, TrainConfig config) {
        boolean sync = config.parallel().mode() == ParallelConfig.Mode.SYNC;
        return new Slots(
                spark, sync ? config.workers() : 0, sync, config.faults().start());
    }

    /**
     * Refuses what no waiting can mend, then waits for the executors.
     *
     * @throws InvalidInput if the session cannot run so many tasks at one time; says what to set
     */
    void require() {
        Optional<String> dynamic = dynamicAllocation();
        if (together && dynamic.isPresent()) {
            throw new InvalidInput(
                    "%s = true, but the workers of parallel.mode=sync need executors that stay: set it to false, or train with parallel.mode=rounds"
                            .formatted(dynamic.get()));
        }
        if (spark.isLocal()) {
            requireLocal();
        }
        if (dynamic.isPresent()) {
            // Executors come when there are tasks.
            return;
        }
        await().ifPresent(shortage -> {
            throw new InvalidInput(shortage);
        });
    }

    /** Waits for the executors; returns what is missing at the end of the wait, or nothing if nothing is. */
    Optional<String> await() {
        long start = System.nanoTime();
        long told = start;
        while (available() < needed) {
            long now = System.nanoTime();
            if (spark.isStopped()) {
                return Optional.of("the Spark session was stopped while executors were waited for");
            }
            if (now - start >= limit.toNanos()) {
                return Optional.of(shortage());
            }
            if (now - told >= TELL.toNanos()) {
                told = now;
                System.err.printf(Locale.ROOT, "train  waiting for executors: %d of %d slots%n", available(), needed);
            }
            try {
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for executors", stopped);
            }
        }
        return Optional.empty();
    }

    /** Tasks that the registered executors together can run at one time, whether or not they are busy. */
    private int available() {
        return spark.maxNumConcurrentTasks(spark.resourceProfileManager().defaultResourceProfile());
    }

    private Optional<String> dynamicAllocation() {
        return Arrays.stream(DYNAMIC)
                .filter(key -> spark.conf().getBoolean(key, false))
                .findFirst();
    }

    private void requireLocal() {
        SparkConf conf = spark.conf();
        for (var setting : conf.getAllWithPrefix("spark.task.resource.")) {
            throw new InvalidInput(
                    "spark.task.resource.%s = %s with master %s: a local master has no such resources, and Spark would wait for them for ever; remove the setting, and choose a GPU with device=gpu"
                            .formatted(setting._1(), setting._2(), spark.master()));
        }
        int cpus = conf.getInt("spark.task.cpus", 1);
        if (available() < needed) {
            throw new InvalidInput(
                    "master %s with spark.task.cpus = %d runs %d tasks at a time, too few for workers = %d: use --master local[%d] or lower workers"
                            .formatted(spark.master(), cpus, available(), needed, needed * cpus));
        }
    }

    private String shortage() {
        int executors = spark.getExecutorIds().size();
        if (executors == 0) {
            return "no executor has registered within %d s at master %s, but %d tasks must run at one time: look at the master's page whether it has free machines, and at the executors' logs; faults.start bounds the wait"
                    .formatted(limit.toSeconds(), spark.master(), needed);
        }
        String gpus = spark.conf().getOption("spark.task.resource.gpu.amount").isDefined()
                ? ", spark.task.resource.gpu.amount = " + spark.conf().get("spark.task.resource.gpu.amount")
                : "";
        return "%d executors with %d slots are there after %d s, but workers = %d need %d slots at one time (spark.task.cpus = %d%s): give more with --num-executors or spark.executor.cores, lower spark.task.cpus, or train with workers=%d"
                .formatted(
                        executors,
                        available(),
                        limit.toSeconds(),
                        needed,
                        needed,
                        spark.conf().getInt("spark.task.cpus", 1),
                        gpus,
                        Math.max(1, Integer.highestOneBit(available())));
    }
}
