package io.tauspark.train;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.diagnosis.Diagnosis;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.memory.DomainMemory;
import io.tauspark.model.ModelMemory;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.observe.JsonLinesLog;
import io.tauspark.observe.TrainingProgress;
import io.tauspark.output.InputPath;
import io.tauspark.output.OutputGuard;
import io.tauspark.report.RunReport;
import io.tauspark.run.EventLine;
import io.tauspark.run.RunEnd;
import io.tauspark.run.RunEvent;
import io.tauspark.run.RunFiles;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.Split;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import io.tauspark.terms.TermTable;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.driver.MlflowRun;
import io.tauspark.train.driver.RunMonitor;
import io.tauspark.train.driver.Slots;
import io.tauspark.train.driver.TrainingFailed;
import io.tauspark.train.rounds.RoundsTraining;
import io.tauspark.train.state.BestModels;
import io.tauspark.train.state.RunDirectory;
import io.tauspark.train.state.RunIdentity;
import io.tauspark.train.state.RunLayout;
import io.tauspark.train.state.StartingModel;
import io.tauspark.train.state.WorkerReport;
import io.tauspark.train.sync.SyncRun;
import io.tauspark.train.worker.TrainPlan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Trains TauGPT data-parallel on Spark: shards and a domain memory in, a run out. */
@Command(name = "train", description = "Trains TauGPT on shards with the Laplacian of a domain memory.")
public final class TrainJob extends SparkJobCommand<TrainConfig> {
    public TrainJob() {
        super("train", TrainJob::defaults, TrainConfig::from);
    }

    public static void main(String[] args) {
        main(new TrainJob(), args);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static TrainConfig configure(String... overrides) {
        return TrainConfig.configure(overrides);
    }

    /** The defaults. */
    public static Config defaults() {
        return TrainConfig.defaults();
    }

    /**
     * Trains, and publishes the run as a whole. A training that fails leaves what there is of it as {@code NAME.unfinished}
     * beside the output, and the same call resumes it.
     *
     * @throws InvalidInput if the shards, the memory, the session or what is left of an earlier training cannot serve this
     *     configuration
     * @throws TrainingFailed if training failed for good
     */
    public static TrainReport run(SparkSession spark, TrainConfig config) throws IOException {
        return run(spark, config, new TrainingProgress("train", config.steps(), System.err));
    }

    /**
     * The same, shown in another way. Several trainings may run at one time in a session, each called from a thread of
     * its own, as long as the session has slots for all their workers.
     *
     * @param progress of this training alone; it is closed at the end
     */
    public static TrainReport run(SparkSession spark, TrainConfig config, TrainingProgress progress)
            throws IOException {
        TrainReport report = train(spark, config, config.steps(), progress);
        if (report == null) {
            throw new IllegalStateException("the training ended before its last step");
        }
        return report;
    }

    /**
     * Trains to a step, and leaves the run as {@code NAME.unfinished} there, to be resumed. What was learnt until then is the
     * beginning of the whole training, whose schedule the steps follow. A training that ends before this step is published.
     *
     * @param until the step
     * @param progress of this training alone; it is closed at the end
     */
    public static void runUntil(SparkSession spark, TrainConfig config, int until, TrainingProgress progress)
            throws IOException {
        train(spark, config, until, progress);
    }

    /** Returns nothing where the run was left unfinished. */
    private static @Nullable TrainReport train(
            SparkSession spark, TrainConfig config, int until, TrainingProgress progress) throws IOException {
        Slots.of(spark.sparkContext(), config).require();
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        OutputGuard guard = guard(config, hadoop);
        guard.checkEarly();
        Stopwatch stages = new Stopwatch();
        Path shards = Storage.qualified(config.data(), hadoop);
        ShardManifest manifest = ShardManifest.read(shards, hadoop);
        manifest.verify(shards, hadoop);
        if (manifest.parts(Split.TRAIN).isEmpty()) {
            throw new InvalidInput("data '%s' has no training shards: shard a larger corpus".formatted(shards));
        }
        @Nullable
        DomainMemory memory = config.memory().isEmpty()
                ? null
                : DomainMemory.load(Storage.qualified(config.memory(), hadoop), hadoop);
        ModelMemory taken = ModelMemory.of(memory, config.model(), config.tokenizer(), hadoop);
        String memorySha256 = memory == null ? null : memory.sha256();
        Optional<TrainedModel> start = StartingModel.of(config, taken, memorySha256, hadoop);
        stages.lap("inputs");
        Path output = Storage.qualified(config.output(), hadoop);
        RunIdentity identity =
                RunIdentity.of(config, manifest, taken.content(), RunIdentity.startContent(config, hadoop));
        try (RunDirectory run = RunDirectory.open(guard, config.resume(), identity);
                MlflowRun mlflow = MlflowRun.begin(run.path(), config, identity.settings(), hadoop)) {
            if (start.isPresent()) {
                StartingModel.write(start.get(), run.path(), hadoop);
            }
            List<WorkerReport> workers;
            try (RunMonitor monitor = new RunMonitor(run.path(), config, mlflow, progress, hadoop)) {
                TrainPlan plan = new TrainPlan(
                        config,
                        start.map(TrainedModel::laplacians).orElse(taken.laplacians()),
                        taken.spread(),
                        memorySha256,
                        shards.toString(),
                        manifest.parts(Split.TRAIN),
                        manifest.parts(Split.VALIDATION),
                        run.path().toString(),
                        until,
                        1,
                        null,
                        monitor.address(),
                        new SerializableConfiguration(hadoop));
                workers = switch (config.parallel().mode()) {
                    case SYNC -> new SyncRun(spark.sparkContext(), plan, monitor).run();
                    case ROUNDS -> RoundsTraining.run(spark.sparkContext(), plan, monitor);
                };
            }
            RunEnd end = workers.get(0).end();
            if (end == null) {
                mlflow.end(MlflowRun.Status.KILLED);
                return null;
            }
            double seconds = stages.lap("training");
            Map<String, Object> inputs = new LinkedHashMap<>(Map.of("data", manifest, "workers", workers));
            if (memory != null) {
                copyMemory(memory, config.model().memory().knowsTokens(), run.path(), hadoop);
                inputs.put("memory", memory.sha256());
            }
            Provenance.of("train", spark, config, inputs, stages).write(run.path(), hadoop);
            run.finish(identity, end);
            describe(run.path(), hadoop);
            mlflow.end(MlflowRun.Status.FINISHED);
            run.publish();
            removeAids(output, hadoop);
            return TrainReport.of(output.toString(), config, seconds, workers, end);
        } catch (TrainingFailed failed) {
            throw new TrainingFailed(
                    "%s%nthe run so far is in %s; the same command resumes it"
                            .formatted(failed.getMessage(), RunFiles.unfinished(guard.output())),
                    failed);
        }
    }

    /** Says whether the output may be written. */
    public static OutputGuard guard(TrainConfig config, Configuration hadoop) throws IOException {
        List<InputPath> inputs = List.of(
                new InputPath("data", config.data()),
                new InputPath("memory", config.memory()),
                new InputPath("tokenizer-file", config.tokenizer().path()));
        return OutputGuard.of(RunLayout.RUN, config.output(), config.overwrite(), inputs, hadoop);
    }

    @Override
    protected void work(SparkSession spark, TrainConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }

    /** A finished training is worth more than what is said of it: what keeps that from being written is told, not thrown. */
    private static void describe(Path run, Configuration hadoop) {
        try {
            Diagnosis.write(run, hadoop);
            RunReport.write(run, hadoop);
        } catch (IOException | RuntimeException failed) {
            System.err.printf(
                    Locale.ROOT,
                    "train  diagnosis.json and report.html could not be written: %s; the run is complete without%n",
                    failed);
            try (JsonLinesLog events = new JsonLinesLog(new Path(run, RunFiles.EVENTS), hadoop)) {
                RunEvent event = new RunEvent("report_failed", Map.of("cause", failed.toString()), "");
                events.write(EventLine.of(Instant.now(), event));
            } catch (IOException unrecorded) {
                System.err.printf(Locale.ROOT, "train  nor could that be recorded: %s%n", unrecorded);
            }
        }
    }

    /**
     * Removes what a complete run has no more use for: the best models, one of which it has published, and the model that it
     * began with. Not before it is complete: a run that is killed in between needs them to resume.
     */
    private static void removeAids(Path run, Configuration hadoop) {
        try {
            BestModels.remove(run, hadoop);
            StartingModel.remove(run, hadoop);
        } catch (IOException failed) {
            System.err.printf(
                    Locale.ROOT,
                    "train  '%s/best' and 'start' could not be removed: %s; the run is complete without%n",
                    run,
                    failed);
        }
    }

    private static void copyMemory(DomainMemory memory, boolean terms, Path run, Configuration hadoop)
            throws IOException {
        Path target = new Path(run, "model/memory");
        Storage.of(run, hadoop).mkdirs(target);
        List<String> names = new ArrayList<>(List.of(DomainMemory.MATRIX, DomainMemory.DESCRIPTION));
        if (terms) {
            names.add(TermTable.FILE);
        }
        for (String name : names) {
            Path from = new Path(memory.directory(), name);
            FileUtil.copy(
                    Storage.of(from, hadoop), from, Storage.of(target, hadoop), new Path(target, name), false, hadoop);
        }
    }
}
