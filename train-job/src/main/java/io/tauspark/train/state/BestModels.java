package io.tauspark.train.state;

import io.tauspark.config.InvalidInput;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.store.Checksums;
import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import io.tauspark.train.state.StepDirectories.Numbered;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * The models of the scorings of a run that were the best so far, {@code best/step-000400} and so on, while it is being
 * trained: those that its checkpoints name, and what is newer. They are no checkpoints themselves, so neither the steps of
 * checkpoints nor their number has a part in the choice.
 */
public final class BestModels {
    /** Their directory in a run. */
    static final String DIRECTORY = "best";

    private static final List<String> FILES = List.of("config.json", "model.safetensors");

    private final StepDirectories directories;
    private final Configuration hadoop;

    BestModels(Path run, Configuration hadoop) {
        this.directories = new StepDirectories(directory(run), hadoop);
        this.hadoop = hadoop;
    }

    /** The directory of the best models of a run. */
    static Path directory(Path run) {
        return new Path(run, DIRECTORY);
    }

    /**
     * Keeps the model of a scoring.
     *
     * @throws CheckpointFailed if that is not possible
     */
    public void save(int step, TrainedModel model) throws CheckpointFailed {
        try {
            directories.publish(step, staging -> model.save(staging, hadoop));
        } catch (IOException | FSError failed) {
            throw new CheckpointFailed(
                    String.format(
                            Locale.ROOT,
                            "the model of step %d, the best so far, could not be written to '%s': %s. Make sure that this"
                                    + " place may be written to and has room; then run the same command again",
                            step,
                            directories.path(step),
                            CheckpointFailed.reason(failed)),
                    failed);
        }
    }

    /**
     * Copies a model to where the run leaves it.
     *
     * @throws CheckpointFailed if it is not what was written, or cannot be copied
     */
    public void publish(int step, Path target) throws CheckpointFailed {
        try {
            Optional<String> damage = damage(step);
            if (damage.isPresent()) {
                throw new IOException(damage.get());
            }
            FileSystem files = Storage.of(target, hadoop);
            files.mkdirs(target);
            for (String name :
                    Checksums.read(directories.path(step), hadoop).files().keySet()) {
                Path file = new Path(directories.path(step), name);
                FileUtil.copy(files, file, files, new Path(target, name), false, true, hadoop);
            }
        } catch (IOException | FSError failed) {
            throw new CheckpointFailed(
                    String.format(
                            Locale.ROOT,
                            "the model of step %d, the best of its scorings, could not be published: %s. Run the same"
                                    + " command again, which goes on from the newest checkpoint that is whole",
                            step,
                            CheckpointFailed.reason(failed)),
                    failed);
        }
    }

    /** Removes all of them, once the run is complete. */
    public static void remove(Path run, Configuration hadoop) throws IOException {
        Storage.of(run, hadoop).delete(directory(run), true);
    }

    Path path() {
        return directories.parent();
    }

    /** The damage to a model, as a phrase that names it. */
    Optional<String> damage(int step) throws IOException {
        Path path = directories.path(step);
        try {
            Checksums.read(path, hadoop).verify(path, FILES, hadoop);
            return Optional.empty();
        } catch (InvalidInput damage) {
            return Optional.of("in '%s' %s".formatted(path, damage.getMessage()));
        }
    }

    /** Removes all but those of some steps. */
    void retain(Set<Integer> steps) throws IOException {
        for (Numbered each : directories.newestFirst()) {
            if (!steps.contains(each.step())) {
                Publication.withdraw(each.path(), hadoop);
            }
        }
    }

    void discardAfter(int step) throws IOException {
        directories.discardAfter(step);
    }

    void removeLeftovers() throws IOException {
        directories.removeLeftovers();
    }
}
