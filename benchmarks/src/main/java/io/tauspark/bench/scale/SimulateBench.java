package io.tauspark.bench.scale;

import io.tauspark.bench.speed.BenchCommand;
import io.tauspark.config.InvalidInput;
import io.tauspark.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Simulates training steps on clusters that are not at hand, from what is measured on the machine that is. */
@Command(
        name = "bench/simulate",
        mixinStandardHelpOptions = true,
        description = "Simulates training steps on more workers than there are.")
final class SimulateBench implements Callable<Integer> {
    private static final double MILLI = 1e-3;
    private static final double MICRO = 1e-6;
    private static final double NANO = 1e-9;
    private static final double PERCENT = 100;
    private static final double HOURS_OF_A_MONTH = 30 * 24;

    /** Steps, so many that failures of all kinds of clusters average out. */
    private static final long LONG_TRAINING = 10_000_000;

    private static final int[] ROUNDS = {100, 500};

    @Option(names = "--workers", split = ",", defaultValue = "8,64,1024", description = "(default: ${DEFAULT-VALUE})")
    private List<Integer> workers = List.of();

    @Option(
            names = "--gigabits",
            split = ",",
            defaultValue = "10,100",
            description = "of a link, per second (default: ${DEFAULT-VALUE})")
    private List<Double> gigabits = List.of();

    @Option(names = "--parameters", defaultValue = "30044448", description = "(default: ${DEFAULT-VALUE}, preset 30m)")
    private int parameters;

    @Option(
            names = "--micro-batch-ms",
            split = ",",
            defaultValue = "2750,50",
            description = "of a slow and of a fast worker (default: ${DEFAULT-VALUE})")
    private List<Double> microBatches = List.of();

    @Option(
            names = "--variation",
            defaultValue = "0.05",
            description = "standard deviation of a step time over its mean (default: ${DEFAULT-VALUE})")
    private double variation;

    @Option(
            names = "--global",
            defaultValue = "1024",
            description = "micro-batches of a step where the batch is fixed (default: ${DEFAULT-VALUE})")
    private int global;

    @Option(
            names = "--each",
            defaultValue = "4",
            description = "micro-batches of a worker where the batch grows (default: ${DEFAULT-VALUE})")
    private int each;

    @Option(
            names = "--update-ms",
            defaultValue = "27",
            description = "of the optimizer on all parameters (default: ${DEFAULT-VALUE})")
    private double update;

    @Option(
            names = "--copy-ms",
            defaultValue = "12",
            description = "of parameters to the heap and back (default: ${DEFAULT-VALUE})")
    private double copy;

    @Option(
            names = "--byte-ns",
            defaultValue = "0.39",
            description = "processor time of a byte sent or received, float32 (default: ${DEFAULT-VALUE})")
    private double byteTime;

    @Option(
            names = "--bfloat16-byte-ns",
            defaultValue = "0.73",
            description = "the same, bfloat16 (default: ${DEFAULT-VALUE})")
    private double halfByteTime;

    @Option(
            names = "--message-us",
            defaultValue = "50",
            description = "processor time of a message beside its bytes, at either end (default: ${DEFAULT-VALUE})")
    private double message;

    @Option(names = "--latency-us", defaultValue = "50", description = "of the network (default: ${DEFAULT-VALUE})")
    private double latency;

    @Option(
            names = "--round-byte-ns",
            defaultValue = "4",
            description = "processor time of a byte that Spark writes or reads in a round (default: ${DEFAULT-VALUE})")
    private double roundByteTime;

    @Option(
            names = "--stage-ms",
            defaultValue = "500",
            description = "of launching a stage (default: ${DEFAULT-VALUE})")
    private double stage;

    @Option(
            names = "--steps",
            defaultValue = "3",
            description = "simulated for each number (default: ${DEFAULT-VALUE})")
    private int steps;

    @Option(names = "--seed", defaultValue = "1", description = "(default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--failures-per-month",
            defaultValue = "1",
            description = "of one worker (default: ${DEFAULT-VALUE})")
    private double failures;

    @Option(
            names = "--restart-seconds",
            defaultValue = "20",
            description = "until all train again after a failure (default: ${DEFAULT-VALUE})")
    private double restart;

    @Option(names = "--checkpoint-every", defaultValue = "500", description = "steps (default: ${DEFAULT-VALUE})")
    private int checkpointEvery;

    @Option(names = "--checkpoint-seconds", defaultValue = "5", description = "(default: ${DEFAULT-VALUE})")
    private double checkpoint;

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new SimulateBench(), args));
    }

    @Override
    public Integer call() {
        for (int count : workers) {
            if (Integer.bitCount(count) != 1 || count < 2 || count > SyncProgram.MOST_WORKERS) {
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "--workers %d must be a power of two from 2 to %d",
                        count,
                        SyncProgram.MOST_WORKERS));
            }
        }
        checkAtLeastOne("--steps", steps);
        checkAtLeastOne("--each", each);
        checkAtLeastOne("--parameters", parameters);
        checkAtLeastOne("--checkpoint-every", checkpointEvery);
        if (Integer.bitCount(global) != 1 || global < 1) {
            throw new InvalidInput(String.format(Locale.ROOT, "--global %d must be a power of two", global));
        }
        for (double microBatch : microBatches) {
            System.out.printf(Locale.ROOT, "Micro-batch of %,.0f ms, %d micro-batches a step%n%n", microBatch, global);
            System.out.print(table(microBatch, false));
            System.out.printf(
                    Locale.ROOT, "%nMicro-batch of %,.0f ms, %d micro-batches a worker%n%n", microBatch, each);
            System.out.print(table(microBatch, true));
            System.out.println();
        }
        System.out.printf(Locale.ROOT, "Useful share of the time with failures, %d micro-batches a worker%n%n", each);
        System.out.print(faults());
        return 0;
    }

    /** @param grows whether the batch grows with the workers */
    private String table(double microBatch, boolean grows) {
        List<String> titles = new ArrayList<>(List.of(
                "workers", "Gbit/s", "each", "sync ms", "by formula", "efficiency", "bfloat16 ms", "efficiency"));
        for (int round : ROUNDS) {
            titles.addAll(List.of("rounds of " + round + " ms", "efficiency"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (int count : workers) {
            for (double speed : gigabits) {
                if (grows || count <= global) {
                    rows.add(row(microBatch, count, speed, grows));
                }
            }
        }
        return Table.ofNumbers(titles, rows).markdown();
    }

    private List<String> row(double microBatch, int count, double speed, boolean grows) {
        int own = grows ? each : global / count;
        double alone = (grows ? each : global / (double) count) * microBatch * MILLI
                + update * MILLI * (grows ? 1 : 1.0 / count);
        Costs full = costs(microBatch, Float.BYTES).at(speed);
        Costs half = costs(microBatch, Short.BYTES).at(speed);
        double sync = new SyncSimulation(full, count).secondsPerStep(steps, own, seed);
        double bfloat16 = new SyncSimulation(half, count).secondsPerStep(steps, own, seed);
        List<String> row = new ArrayList<>(List.of(
                format("%,d", count),
                format("%.0f", speed),
                format("%,d", own),
                millis(sync),
                millis(StepFormula.sync(full, count, own)),
                percent(alone / sync),
                millis(bfloat16),
                percent(alone / bfloat16)));
        for (int round : ROUNDS) {
            double seconds =
                    new RoundSimulation(full, count).secondsPerStep(/* rounds= */ steps, /* steps= */ round, own, seed);
            row.addAll(List.of(millis(seconds), percent(alone / seconds)));
        }
        return row;
    }

    private String faults() {
        FaultSimulation faults = new FaultSimulation(failures / HOURS_OF_A_MONTH, restart, checkpointEvery, checkpoint);
        List<List<String>> rows = new ArrayList<>();
        for (double microBatch : microBatches) {
            for (int count : workers) {
                double step = StepFormula.sync(costs(microBatch, Float.BYTES).at(gigabits.get(0)), count, each);
                rows.add(List.of(
                        format("%,d", count),
                        millis(step),
                        percent(faults.usefulShare(count, step, LONG_TRAINING, seed)),
                        percent(faults.formula(count, step))));
            }
        }
        return Table.ofNumbers(List.of("workers", "step ms", "simulated", "by formula"), rows)
                .markdown();
    }

    private Costs costs(double microBatch, int width) {
        return new Costs(
                parameters,
                microBatch * MILLI,
                variation,
                update * MILLI,
                copy * MILLI,
                width,
                (width == Float.BYTES ? byteTime : halfByteTime) * NANO,
                message * MICRO,
                latency * MICRO,
                Double.POSITIVE_INFINITY,
                roundByteTime * NANO,
                stage * MILLI);
    }

    private static void checkAtLeastOne(String option, int value) {
        if (value < 1) {
            throw new InvalidInput(String.format(Locale.ROOT, "%s %d must be at least 1", option, value));
        }
    }

    private static String millis(double seconds) {
        return format("%,.0f", seconds / MILLI);
    }

    private static String percent(double share) {
        return format("%.0f %%", PERCENT * share);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
