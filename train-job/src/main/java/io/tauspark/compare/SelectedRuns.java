package io.tauspark.compare;

import io.tauspark.config.InvalidInput;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.Split;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.driver.AttemptFailed;
import io.tauspark.train.driver.JobWatch;
import io.tauspark.train.worker.SelectedModel;
import io.tauspark.train.worker.SelectionTask;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The models that were chosen of finished runs, a file in {@code scores/} for each: a Spark task finds one, and later
 * commands read it.
 */
final class SelectedRuns {
    private static final String DIRECTORY = "scores";

    private final Path output;
    private final Selection selection;
    private final Configuration hadoop;

    /** @param output directory of the comparison */
    SelectedRuns(Path output, Selection selection, Configuration hadoop) {
        this.output = output;
        this.selection = selection;
        this.hadoop = hadoop;
    }

    /**
     * The model that was chosen before, by as many windows.
     *
     * @throws InvalidInput if its file is damaged
     */
    Optional<SelectedModel> known(Path run) throws IOException {
        Path file = file(run);
        if (!Storage.of(file, hadoop).exists(file)) {
            return Optional.empty();
        }
        SelectedModel found = read(file);
        boolean same = found.windows() == selection.windows() && found.testWindows() == selection.testWindows();
        return same ? Optional.of(found) : Optional.empty();
    }

    /**
     * Chooses the model of a run.
     *
     * @throws AttemptFailed if the task fails or stands still
     */
    SelectedModel select(SparkContext spark, TrainConfig config, Path run) throws IOException, AttemptFailed {
        Path shards = Storage.qualified(config.data(), hadoop);
        ShardManifest manifest = ShardManifest.read(shards, hadoop);
        try (JobWatch watch = JobWatch.of(spark, config.faults())) {
            SelectionTask task = new SelectionTask(
                    config,
                    run,
                    shards,
                    manifest.parts(Split.VALIDATION),
                    selection.windows(),
                    selection.testWindows(),
                    watch.beats(),
                    new SerializableConfiguration(hadoop));
            String found = watch.run("the scoring of its models", () -> new JavaSparkContext(spark)
                    .parallelize(List.of(0), 1)
                    .map(task)
                    .first());
            SelectedModel selected = Json.read(found, SelectedModel.class, "a selected model");
            Storage.replaceText(file(run), Json.pretty(selected), hadoop);
            return selected;
        }
    }

    private SelectedModel read(Path file) throws IOException {
        try {
            return Json.read(Storage.readText(file, hadoop), SelectedModel.class, "'" + file + "'");
        } catch (InvalidInput damaged) {
            throw new InvalidInput(
                    "%s; remove it, and the models are scored again".formatted(damaged.getMessage()), damaged);
        }
    }

    private Path file(Path run) {
        return new Path(new Path(output, DIRECTORY), run.getName() + ".json");
    }
}
