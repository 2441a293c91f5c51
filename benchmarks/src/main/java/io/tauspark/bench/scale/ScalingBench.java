package io.tauspark.bench.scale;

import io.tauspark.bench.speed.BenchCommand;
import io.tauspark.bench.speed.Machine;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times steps of the train job with one and with more workers, by mode and by what travels between them. Every row is a
 * training of its own on the executors of one session, in repeats in which every row takes its turn.
 */
@Command(
        name = "bench/scaling",
        mixinStandardHelpOptions = true,
        description = "Times steps of the train job with one and with more workers.")
public final class ScalingBench implements Callable<Integer> {
    /** Windows that each part of the shards has at least; a training goes through them again and again. */
    private static final int WINDOWS_OF_A_PART = 8;

    /** Settings of what it makes, replaces and removes. */
    private static final List<String> OWN = List.of("data", "memory", "output", "overwrite", "resume");

    @Option(names = "--preset", defaultValue = "30m", description = "size of the model (default: ${DEFAULT-VALUE})")
    private String preset = "";

    @Option(
            names = "--workers",
            split = ",",
            defaultValue = "2",
            description = "powers of two, each beside one worker; the session needs a slot for every worker"
                    + " (default: ${DEFAULT-VALUE})")
    private List<Integer> workers = List.of();

    @Option(names = "--windows", defaultValue = "1", description = "of a micro-batch (default: ${DEFAULT-VALUE})")
    private int windows;

    @Option(
            names = "--micro-batches",
            defaultValue = "4",
            description = "of a step, over all workers (default: ${DEFAULT-VALUE})")
    private int microBatches;

    @Option(
            names = "--round",
            defaultValue = "2",
            description = "steps of a round, in rows of the mode rounds (default: ${DEFAULT-VALUE})")
    private int round;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description = "rounds, or as many steps in the mode sync, that count in each training"
                    + " (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--repeats", defaultValue = "3", description = "trainings of each row (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of the job train, repeatable, e.g. --set attention=grid")
    private List<String> settings = List.of();

    @Option(
            names = "--directory",
            description = "for data and runs, removed in the end; it must be on storage that all executors see"
                    + " (default: a temporary one of this machine)")
    private @Nullable String directory;

    public static void main(String[] args) {
        System.exit(BenchCommand.execute(new ScalingBench(), args));
    }

    @Override
    public Integer call() throws IOException {
        checkAtLeastOne("--round", round);
        checkAtLeastOne("--rounds", rounds);
        checkAtLeastOne("--repeats", repeats);
        List<Setup> setups = Setup.all(workers);
        // Before a session is opened, so that wrong options are refused at once.
        for (Setup setup : setups) {
            TrainConfig unused = config(setup, new Path("unused"));
        }
        try (SparkSession spark =
                SparkSession.builder().appName("TauSpark bench/scaling").getOrCreate()) {
            Configuration hadoop = spark.sparkContext().hadoopConfiguration();
            Path root = root(hadoop);
            try {
                System.out.print(measured(spark, setups, root, hadoop));
            } finally {
                boolean unused = Storage.of(root, hadoop).delete(root, true);
            }
        }
        return 0;
    }

    private String measured(SparkSession spark, List<Setup> setups, Path root, Configuration hadoop)
            throws IOException {
        TrainConfig first = config(setups.get(0), root);
        MadeUpInputs.writeShards(
                new Path(root, "shards"),
                first.batch().microBatches(),
                WINDOWS_OF_A_PART * (first.model().context() + 1),
                hadoop);
        MadeUpInputs.writeMemory(new Path(root, "memory"), first.model().width(), hadoop);
        // Executors that have trained before are faster, so none of them may be new when it counts.
        StepTime unused = time(spark, setups.get(setups.size() - 1), root, hadoop);
        ScalingTable table = new ScalingTable(setups);
        for (int repeat = 0; repeat < repeats; repeat++) {
            List<Setup> order = new ArrayList<>(setups);
            Collections.rotate(order, -repeat);
            for (Setup setup : order) {
                StepTime time = time(spark, setup, root, hadoop);
                table.add(setup, time);
                System.err.printf(
                        Locale.ROOT,
                        "repeat %d, %s, %d workers, %s: %,.0f ms per step, exchange %,.1f, waiting %,.1f; load %s%n",
                        repeat + 1,
                        setup.title(),
                        setup.workers(),
                        setup.wireName(),
                        time.millis(),
                        time.exchangeMillis(),
                        time.waitMillis(),
                        Machine.loadAverage());
            }
        }
        return table.markdown();
    }

    private StepTime time(SparkSession spark, Setup setup, Path root, Configuration hadoop) throws IOException {
        TrainConfig config = config(setup, root);
        Path run = new Path(config.output());
        TrainJob.run(spark, config);
        StepTime time = StepTime.median(StepTime.read(run, round, config.tokensPerStep(), hadoop));
        boolean unused = Storage.of(run, hadoop).delete(run, true);
        return time;
    }

    private TrainConfig config(Setup setup, Path root) {
        // The first round warms up.
        int steps = round * (1 + rounds);
        for (String setting : settings) {
            if (OWN.contains(setting.replaceFirst("=.*", "").strip())) {
                throw new InvalidInput("--set %s: the benchmark chooses %s itself; leave that out"
                        .formatted(setting, String.join(", ", OWN)));
            }
        }
        List<String> all = new ArrayList<>(List.of(
                "data=" + new Path(root, "shards"),
                "memory=" + new Path(root, "memory"),
                "output=" + new Path(root, "run"),
                "overwrite=true",
                "resume=false",
                "model.preset=" + preset,
                "batch.windows=" + windows,
                "batch.micro-batches=" + microBatches,
                // All results of docs/scaling.md were measured with it.
                "optimizer.matrices=adamw",
                "steps=" + steps,
                "log.every=1",
                "validation.every=" + steps,
                "validation.windows=1",
                "checkpoint.every=" + steps,
                "checkpoint.keep=1",
                "parallel.rounds.steps=" + round));
        all.addAll(settings);
        all.addAll(setup.settings());
        return TrainJob.configure(all.toArray(String[]::new));
    }

    private Path root(Configuration hadoop) throws IOException {
        String parent =
                directory == null ? Files.createTempDirectory("scaling").toUri().toString() : directory;
        Path root = Storage.qualified(parent, hadoop);
        if (directory != null && Storage.of(root, hadoop).exists(root)) {
            throw new InvalidInput("--directory '%s' exists, and would be removed: name a new one".formatted(root));
        }
        return root;
    }

    private static void checkAtLeastOne(String option, int value) {
        if (value < 1) {
            throw new InvalidInput(String.format(Locale.ROOT, "%s %d must be at least 1", option, value));
        }
    }
}
