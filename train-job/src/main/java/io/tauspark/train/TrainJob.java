package io.tauspark.train;

import com.typesafe.config.Config;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.corpus.ShardManifest;
import io.tauspark.corpus.ShardPart;
import io.tauspark.corpus.Split;
import io.tauspark.job.SparkJobCommand;
import io.tauspark.memory.DomainMemory;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.store.Json;
import io.tauspark.store.Provenance;
import io.tauspark.store.Publication;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Trains TauGPT data-parallel on Spark: shards and a domain memory in, a run out. */
@Command(name = "train", description = "Trains TauGPT on shards with the Laplacian of a domain memory.")
public final class TrainJob extends SparkJobCommand<TrainConfig> {
    private static final Pattern REFUSED = Pattern.compile(Pattern.quote(InvalidInput.class.getName()) + ": (.*)");

    public TrainJob() {
        super("train");
    }

    public static void main(String[] args) {
        SparkJobCommand.main(new TrainJob(), args);
    }

    /** The defaults with {@code key=value} settings over them, for notebooks. */
    public static TrainConfig configure(String... overrides) {
        return Settings.read(defaults(), null, List.of(overrides), TrainConfig::from);
    }

    /** The sizes that {@code model.preset} can name. */
    static Config presets() {
        return Settings.reference(TrainJob.class, "presets");
    }

    /** The defaults. */
    public static Config defaults() {
        return Settings.reference(TrainJob.class, "train");
    }

    /**
     * Trains, and publishes the run as a whole. If training fails after a checkpoint, what there is of the run is kept
     * beside the output, and standard error says where.
     *
     * @throws InvalidInput if the shards, the memory or the session cannot serve this configuration
     */
    public static TrainReport run(SparkSession spark, TrainConfig config) throws IOException {
        requireSlots(spark, config.workers());
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Stopwatch stages = new Stopwatch();
        Path shards = Storage.qualified(config.data(), hadoop);
        ShardManifest manifest = ShardManifest.read(shards, hadoop);
        manifest.verify(shards, hadoop);
        List<ShardPart> training = parts(manifest, Split.TRAIN);
        if (training.isEmpty()) {
            throw new InvalidInput("data '%s' has no training shards: shard a larger corpus".formatted(shards));
        }
        @Nullable
        DomainMemory memory = config.memory().isEmpty()
                ? null
                : DomainMemory.load(Storage.qualified(config.memory(), hadoop), hadoop);
        HeadLaplacians laplacians =
                memory == null ? HeadLaplacians.none() : HeadLaplacians.of(memory.laplacian(), config.model());
        stages.lap("inputs");
        Path output = Storage.qualified(config.output(), hadoop);
        try (Publication publication = Publication.begin(output, config.overwrite(), hadoop)) {
            Path run = publication.staging();
            List<WorkerReport> workers;
            try (RunMonitor monitor = new RunMonitor(run, config, hadoop)) {
                workers = train(
                        spark,
                        new TrainPlan(
                                config,
                                laplacians,
                                memory == null ? null : memory.sha256(),
                                shards.toString(),
                                training,
                                parts(manifest, Split.VALIDATION),
                                run.toString(),
                                monitor.address(),
                                new SerializableConfiguration(hadoop)));
            } catch (Exception failed) {
                if (Storage.of(run, hadoop).exists(Checkpoints.directory(run))) {
                    System.err.println(
                            "training failed; its metrics and checkpoints are kept in " + publication.keepUnfinished());
                }
                throw failed;
            }
            double seconds = stages.lap("training");
            Map<String, Object> inputs = new LinkedHashMap<>(Map.of("data", manifest, "workers", workers));
            if (memory != null) {
                copyMemory(memory, run, hadoop);
                inputs.put("memory", memory.sha256());
            }
            Provenance.of("train", spark, config, inputs, stages).write(run, hadoop);
            publication.publish();
            return TrainReport.of(output.toString(), config, seconds, workers);
        }
    }

    @Override
    protected Config reference() {
        return defaults();
    }

    @Override
    protected TrainConfig configure(Settings settings) {
        return TrainConfig.from(settings);
    }

    @Override
    protected void work(SparkSession spark, TrainConfig config) throws IOException {
        System.out.print(run(spark, config).summary());
    }

    private static List<WorkerReport> train(SparkSession spark, TrainPlan plan) {
        List<WorkerReport> workers = gang(spark, plan).stream()
                .map(report -> Json.read(report, WorkerReport.class, "a worker's report"))
                .sorted(Comparator.comparingInt(WorkerReport::rank))
                .toList();
        if (workers.stream().map(WorkerReport::weights).distinct().count() > 1) {
            throw new IllegalStateException("the workers ended with different weights: " + workers);
        }
        return workers;
    }

    private static List<String> gang(SparkSession spark, TrainPlan plan) {
        List<Integer> ranks =
                IntStream.range(0, plan.config().workers()).boxed().toList();
        RDD<Integer> tasks = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(ranks, ranks.size())
                .rdd();
        ClassTag<String> tag = ClassTag$.MODULE$.apply(String.class);
        try {
            return tasks.barrier()
                    .mapPartitions(new TrainingTask(plan), false, tag)
                    .toJavaRDD()
                    .collect();
        } catch (Exception failed) {
            // A barrier stage fails with the text of its task's exception, not with the exception.
            Matcher refused = REFUSED.matcher(String.valueOf(failed.getMessage()));
            if (refused.find()) {
                throw new InvalidInput(refused.group(1), failed);
            }
            throw failed;
        }
    }

    /** Spark would wait for slots that local mode can never have. */
    private static void requireSlots(SparkSession spark, int workers) {
        if (!spark.sparkContext().isLocal()) {
            return;
        }
        int cores = SparkContext$.MODULE$.numDriverCores(spark.sparkContext().master());
        int cpus = spark.sparkContext().conf().getInt("spark.task.cpus", 1);
        if (cores / cpus < workers) {
            throw new InvalidInput(
                    "master %s with spark.task.cpus = %d runs %d tasks at a time, too few for workers = %d: use --master local[%d] or lower workers"
                            .formatted(spark.sparkContext().master(), cpus, cores / cpus, workers, workers * cpus));
        }
    }

    private static List<ShardPart> parts(ShardManifest manifest, Split split) {
        return manifest.parts().stream().filter(part -> part.split() == split).toList();
    }

    private static void copyMemory(DomainMemory memory, Path run, Configuration hadoop) throws IOException {
        Path target = new Path(run, "model/memory");
        Storage.of(run, hadoop).mkdirs(target);
        for (String name : List.of(DomainMemory.MATRIX, DomainMemory.DESCRIPTION)) {
            Path from = new Path(memory.directory(), name);
            FileUtil.copy(
                    Storage.of(from, hadoop), from, Storage.of(target, hadoop), new Path(target, name), false, hadoop);
        }
    }
}
