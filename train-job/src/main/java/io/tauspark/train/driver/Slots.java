package io.tauspark.train.driver;

import io.tauspark.config.InvalidInput;
import io.tauspark.train.config.ParallelConfig;
import io.tauspark.train.config.TaskDemand;
import io.tauspark.train.config.TrainConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The slots of the session, which is what it can run at one time. Spark itself fails a stage that needs more only after
 * minutes, and waits for ever where local mode is asked for GPUs.
 */
public final class Slots {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

    /** Either lets executors come and go. */
    private static final String[] DYNAMIC = {
        "spark.dynamicAllocation.enabled", "spark.streaming.dynamicAllocation.enabled"
    };

    private final SparkContext spark;
    private final StageResources resources;
    private final TaskDemand demanded;
    private final int needed;
    private final String demand;
    private final String lower;
    private final boolean together;
    private final Duration limit;

    /**
     * @param demanded what each task is given
     * @param needed tasks that must run at one time, the workers of one training
     * @param together whether they form a barrier stage, which Spark starts as a whole or not at all
     * @param limit longest wait for executors that have not registered yet
     */
    public Slots(SparkContext spark, TaskDemand demanded, int needed, boolean together, Duration limit) {
        this(spark, demanded, needed, "workers = " + needed, "workers", together, limit);
    }

    /**
     * @param demand the settings that ask for them, as in {@code workers = 2}
     * @param lower the settings to lower where there are too few
     */
    private Slots(
            SparkContext spark,
            TaskDemand demanded,
            int needed,
            String demand,
            String lower,
            boolean together,
            Duration limit) {
        this.spark = spark;
        this.resources = StageResources.of(spark, demanded);
        this.demanded = demanded;
        this.needed = needed;
        this.demand = demand;
        this.lower = lower;
        this.together = together;
        this.limit = limit;
    }

    /**
     * The slots that a training needs: one for each worker. One that goes in rounds needs none before its first task,
     * with which dynamic allocation brings its first executors; {@link JobWatch} bounds that wait.
     */
    public static Slots of(SparkContext spark, TrainConfig config) {
        boolean sync = config.parallel().mode() == ParallelConfig.Mode.SYNC;
        return new Slots(
                spark,
                config.parallel().task(),
                sync ? config.workers() : 0,
                sync,
                config.faults().start());
    }

    /**
     * Checks that a session has the slots of several trainings that run at one time: one for every worker of each, so
     * that none waits for another in the middle of its training.
     *
     * @param trainings that may be asked for at one time, in any order
     * @param parallel how many of them run at one time
     * @throws InvalidInput if it has not; says what to set
     */
    public static void requireTogether(SparkContext spark, List<TrainConfig> trainings, int parallel) {
        List<Integer> largest = trainings.stream()
                .map(TrainConfig::workers)
                .sorted(Comparator.reverseOrder())
                .limit(parallel)
                .toList();
        boolean sync =
                trainings.stream().anyMatch(training -> training.parallel().mode() == ParallelConfig.Mode.SYNC);
        Duration limit = trainings.stream()
                .map(training -> training.faults().start())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        if (largest.size() < 2) {
            // They come one after the other, so the one with the most workers decides.
            trainings.stream()
                    .map(training -> of(spark, training))
                    .max(Comparator.comparingInt(slots -> slots.needed))
                    .ifPresent(Slots::require);
            return;
        }
        int needed = largest.stream().mapToInt(Integer::intValue).sum();
        String demand =
                String.format(Locale.ROOT, "parallel = %d trainings of %d workers together", largest.size(), needed);
        TaskDemand demanded = trainings.get(0).parallel().task();
        new Slots(spark, demanded, needed, demand, "parallel or train.workers", sync, limit).require();
    }

    /**
     * Refuses what no waiting can mend, then waits for the executors.
     *
     * @throws InvalidInput if the session cannot run so many tasks at one time; says what to set
     */
    public void require() {
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
    public Optional<String> await() {
        long start = System.nanoTime();
        long reported = start;
        while (available() < needed) {
            long now = System.nanoTime();
            if (spark.isStopped()) {
                return Optional.of(
                        "the Spark session was stopped while executors were waited for; a standalone master does so where"
                                + " they end again and again: see their logs");
            }
            if (now - start >= limit.toNanos()) {
                return Optional.of(shortage());
            }
            if (now - reported >= REPORT_INTERVAL.toNanos()) {
                reported = now;
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
        return resources.slots();
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
                    ("spark.task.resource.%s = %s with master %s: a local master has no such resources, and Spark would"
                                    + " wait for them for ever; remove the setting, and choose a GPU with device=gpu")
                            .formatted(setting._1(), setting._2(), spark.master()));
        }
        int cpus = conf.getInt("spark.task.cpus", 1);
        if (available() < needed) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "master %s with spark.task.cpus = %d runs %d tasks at a time, too few for %s: use --master local[%d] or lower %s",
                    spark.master(),
                    cpus,
                    available(),
                    demand,
                    needed * cpus,
                    lower));
        }
    }

    private String shortage() {
        ExecutorSupply supply = ExecutorSupply.of(spark);
        if (supply.registered() == 0) {
            return String.format(
                    Locale.ROOT,
                    "no executor has registered within %d s at master %s, but %d tasks must run at one time: %s, or see"
                            + " in the logs of executors whether they reach the driver; faults.start bounds the wait",
                    limit.toSeconds(),
                    spark.master(),
                    needed,
                    supply.advice());
        }
        String gpus = "";
        if (demanded.gpus() > 0) {
            gpus = ", parallel.task.gpus = " + demanded.gpus();
        } else if (spark.conf().getOption("spark.task.resource.gpu.amount").isDefined()) {
            gpus = ", spark.task.resource.gpu.amount = " + spark.conf().get("spark.task.resource.gpu.amount");
        }
        return String.format(
                Locale.ROOT,
                "%s with %d slots are there after %d s, but %s need %d slots at one time (%s = %d%s): %s, or %s",
                supply.found(),
                available(),
                limit.toSeconds(),
                demand,
                needed,
                demanded.cpus() > 0 ? "parallel.task.cpus" : "spark.task.cpus",
                StageResources.cpus(spark, demanded),
                gpus,
                supply.isWhole()
                        ? "ask for more with --num-executors or spark.executor.cores, lower it"
                        : "the cluster has started no more; " + supply.advice(),
                lower.equals("workers")
                        ? "train with workers=" + Math.max(1, Integer.highestOneBit(available()))
                        : "lower " + lower);
    }
}
