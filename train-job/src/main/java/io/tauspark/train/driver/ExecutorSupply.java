package io.tauspark.train.driver;

import io.tauspark.config.Excerpt;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.collection.JavaConverters;

/**
 * The executors that a session asked its cluster for, and those it got. A cluster without room for an executor says nothing,
 * and Spark waits; so what is asked of a machine is told together with what is missing.
 *
 * @param registered executors that are there
 * @param asked executors that were asked for; empty where a cluster starts as many as fit, as a standalone master does
 * @param each the cores and the memory that one asks of a machine, with the settings they come from
 * @param mostCores that the session may use in all, where a setting bounds them
 * @param lost executors that began and ended
 * @param reason why the last of them ended; empty where none did
 */
record ExecutorSupply(int registered, OptionalInt asked, String each, OptionalInt mostCores, int lost, String reason) {
    private static final String CORES = "spark.executor.cores";

    /** Spark's number of executors on YARN and Kubernetes unless it is set. */
    private static final int USUAL_EXECUTORS = 2;

    /** The share of the heap that YARN and Kubernetes give besides, unless it is set, and the least of it in MiB. */
    private static final double USUAL_OVERHEAD = 0.1;

    private static final long LEAST_OVERHEAD = 384;

    static ExecutorSupply of(SparkContext spark) {
        SparkConf conf = spark.conf();
        boolean containers = spark.master().equals("yarn") || spark.master().startsWith("k8s:");
        List<ExecutorSummary> ended = JavaConverters.seqAsJavaList(
                        spark.statusStore().executorList(false))
                .stream()
                .filter(executor -> !executor.isActive())
                .sorted(Comparator.comparing(ExecutorSummary::addTime))
                .toList();
        return new ExecutorSupply(
                spark.getExecutorIds().size(),
                containers
                        ? OptionalInt.of(conf.getInt("spark.executor.instances", USUAL_EXECUTORS))
                        : OptionalInt.empty(),
                cores(conf, containers) + " and " + memory(conf, spark.executorMemory(), containers),
                conf.contains("spark.cores.max")
                        ? OptionalInt.of(conf.getInt("spark.cores.max", 0))
                        : OptionalInt.empty(),
                ended.size(),
                ended.isEmpty() ? "" : reason(ended.get(ended.size() - 1)));
    }

    /** Whether the cluster has given all that was asked for, so that more have to be asked for. */
    boolean isWhole() {
        return asked.isPresent() && registered >= asked.getAsInt();
    }

    /** The executors there are, of those that were asked for. */
    String found() {
        return asked.isPresent()
                ? String.format(Locale.ROOT, "%d of %d executors", registered, asked.getAsInt())
                : String.format(Locale.ROOT, "%d executors", registered);
    }

    /** The likely reason why there are no more, and what to do. */
    String advice() {
        String ended = lost == 0
                ? ""
                : String.format(Locale.ROOT, "%d executors began and ended, the last one with '%s'; ", lost, reason);
        String bound = mostCores.isPresent()
                ? String.format(
                        Locale.ROOT, ", of spark.cores.max = %d cores for the whole session", mostCores.getAsInt())
                : "";
        return ended
                + "each asks a machine for %s%s: look at the cluster's own page whether one has that free, lower what is asked for"
                        .formatted(each, bound);
    }

    private static String cores(SparkConf conf, boolean containers) {
        return conf.contains(CORES) || containers
                ? String.format(Locale.ROOT, "%d cores (%s)", conf.getInt(CORES, 1), CORES)
                : "all cores of a worker (" + CORES + " is not set)";
    }

    private static String memory(SparkConf conf, long heap, boolean containers) {
        if (!containers) {
            return String.format(Locale.ROOT, "%d MiB of memory (spark.executor.memory)", heap);
        }
        long share = (long) (heap * conf.getDouble("spark.executor.memoryOverheadFactor", USUAL_OVERHEAD));
        long overhead = conf.getSizeAsMb("spark.executor.memoryOverhead", Math.max(share, LEAST_OVERHEAD) + "m");
        return String.format(
                Locale.ROOT,
                "%d MiB of memory (spark.executor.memory = %dm, spark.executor.memoryOverhead = %dm)",
                heap + overhead,
                heap,
                overhead);
    }

    private static String reason(ExecutorSummary executor) {
        return executor.removeReason().isDefined()
                ? Excerpt.line(executor.removeReason().get())
                : "no reason given";
    }
}
