package io.tauspark.train.state;

import io.tauspark.config.InvalidInput;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.store.Checksums;
import io.tauspark.store.Publication;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Tensor;
import io.tauspark.train.state.StepDirectories.Numbered;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/**
 * Checkpoints of a run, {@code checkpoints/step-000100} and so on, each complete or not there: a model,
 * {@code optimizer.safetensors}, {@code statistics.safetensors}, {@code state.json}, and {@code checksums.json} over all of these. What
 * a state names as the best scoring has its model in {@link BestModels}.
 *
 * <p>One process writes at a time. There must be room for one checkpoint more than are kept.
 */
public final class Checkpoints {
    /** Their directory in a run. */
    static final String DIRECTORY = "checkpoints";

    private static final List<String> FILES =
            List.of("config.json", "model.safetensors", Checkpoint.OPTIMIZER, Checkpoint.STATISTICS, Checkpoint.STATE);

    private final StepDirectories directories;
    private final BestModels best;
    private final int keep;
    private final Configuration hadoop;

    public Checkpoints(Path run, int keep, Configuration hadoop) {
        this.directories = new StepDirectories(directory(run), hadoop);
        this.best = new BestModels(run, hadoop);
        this.keep = keep;
        this.hadoop = hadoop;
    }

    /** The directory of the checkpoints of a run. */
    static Path directory(Path run) {
        return new Path(run, DIRECTORY);
    }

    /**
     * Writes all that a run needs to resume, and removes the oldest checkpoints beyond the number to keep. The new one,
     * which was just read back, always stays.
     *
     * @param optimizer vectors as long as the parameters, by name
     * @param counts of λ since the last line of metrics
     * @throws CheckpointFailed if that is not possible; the earlier checkpoints are as they were
     */
    public void save(RunState state, TrainedModel model, Map<String, float[]> optimizer, long[] counts)
            throws CheckpointFailed {
        List<Numbered> others = List.of();
        try {
            others = directories.newestFirst().stream()
                    .filter(each -> each.step() != state.step())
                    .toList();
            directories.publish(state.step(), staging -> write(staging, state, model, optimizer, counts));
        } catch (IOException | FSError failed) {
            // A local file system reports a full disk as an Error.
            throw new CheckpointFailed(
                    String.format(
                            Locale.ROOT,
                            "the checkpoint of step %d could not be written to '%s': %s. Make sure that this place"
                                    + " may be written to and has room for %d checkpoints; then run the same command"
                                    + " again, which goes on from %s",
                            state.step(),
                            directories.path(state.step()),
                            CheckpointFailed.reason(failed),
                            keep + 1,
                            others.isEmpty()
                                    ? "the start"
                                    : "the newest checkpoint, at step "
                                            + others.get(0).step()),
                    failed);
        }
        int kept = Math.min(keep - 1, others.size());
        for (Numbered old : others.subList(kept, others.size())) {
            try {
                Publication.withdraw(old.path(), hadoop);
            } catch (IOException | FSError failed) {
                throw new CheckpointFailed(
                        String.format(
                                Locale.ROOT,
                                "checkpoint '%s', older than the %d to keep, could not be removed: %s. Make sure that"
                                        + " it may be; then run the same command again, which goes on from the newest"
                                        + " checkpoint, at step %d",
                                old.path(),
                                keep,
                                CheckpointFailed.reason(failed),
                                state.step()),
                        failed);
            }
        }
        retainBest(state, others.subList(0, kept));
    }

    /** Removes the best models that no checkpoint names any more: any checkpoint may be the one that a run resumes from. */
    private void retainBest(RunState state, List<Numbered> others) throws CheckpointFailed {
        if (state.bestStep().isEmpty()) {
            return;
        }
        try {
            Set<Integer> named = new HashSet<>(Set.of(state.bestStep().getAsInt()));
            for (Numbered other : others) {
                // Of one whose state is damaged nothing can resume.
                if (damage(other.path(), false).isEmpty()) {
                    Checkpoint.at(other.path(), hadoop).state().bestStep().ifPresent(named::add);
                }
            }
            best.retain(named);
        } catch (IOException | FSError failed) {
            throw new CheckpointFailed(
                    String.format(
                            Locale.ROOT,
                            "the models in '%s' that are no longer the best could not be removed: %s. Make sure that they"
                                    + " may be; then run the same command again, which goes on from the newest checkpoint, at"
                                    + " step %d",
                            best.path(),
                            CheckpointFailed.reason(failed),
                            state.step()),
                    failed);
        }
    }

    private void write(
            Path directory, RunState state, TrainedModel model, Map<String, float[]> optimizer, long[] counts)
            throws IOException {
        model.save(directory, hadoop);
        write(optimizer, new Path(directory, Checkpoint.OPTIMIZER));
        SparseCounts.write(counts, new Path(directory, Checkpoint.STATISTICS), hadoop);
        state.write(new Path(directory, Checkpoint.STATE), hadoop);
    }

    /** The best models that the checkpoints name. */
    public BestModels best() {
        return best;
    }

    /**
     * The newest checkpoint that is what was written, and so is the best model that it names.
     *
     * @param damaged is given a sentence about each checkpoint that had to be passed over
     * @throws InvalidInput if the state of an undamaged one is of another version
     * @throws IOException if the files cannot be looked at, which says nothing about their content
     */
    public Optional<Checkpoint> newest(Consumer<String> damaged) throws IOException {
        for (Numbered candidate : directories.newestFirst()) {
            Path path = candidate.path();
            Optional<String> damage = damage(path, false);
            if (damage.isEmpty()) {
                Checkpoint checkpoint = Checkpoint.at(path, hadoop);
                if (checkpoint.state().step() != candidate.step()) {
                    damage = Optional.of("it holds step " + checkpoint.state().step());
                } else {
                    damage = damage(path, true);
                    OptionalInt named = checkpoint.state().bestStep();
                    if (damage.isEmpty() && named.isPresent()) {
                        damage = best.damage(named.getAsInt());
                    }
                }
                if (damage.isEmpty()) {
                    return Optional.of(checkpoint);
                }
            }
            damaged.accept(
                    "checkpoint '" + path + "' is damaged, so the one before it is used, if any: " + damage.get());
        }
        return Optional.empty();
    }

    /**
     * The models of all checkpoints, by their steps.
     *
     * @throws InvalidInput if one is not what was written
     */
    public NavigableMap<Integer, Path> kept() throws IOException {
        NavigableMap<Integer, Path> kept = new TreeMap<>();
        for (Numbered checkpoint : directories.newestFirst()) {
            Optional<String> damage = damage(checkpoint.path(), true);
            if (damage.isPresent()) {
                throw new InvalidInput("checkpoint '%s' is damaged: %s; remove it to do without"
                        .formatted(checkpoint.path(), damage.get()));
            }
            kept.put(checkpoint.step(), checkpoint.path());
        }
        return kept;
    }

    /**
     * The mean of the last model of a run and of those of the checkpoints before it; all models of a step weigh the same.
     *
     * @param steps of these checkpoints
     */
    public TrainedModel mean(List<Integer> steps, TrainedModel last) throws IOException {
        ModelMean mean = new ModelMean();
        for (int step : steps) {
            mean.add(TrainedModel.load(directories.path(step), hadoop));
        }
        mean.add(last);
        return mean.model();
    }

    /**
     * Removes the checkpoints after a step: those of a history that the run leaves when it resumes from this step, and
     * damaged ones that it had to pass over. The best models after it go with them.
     */
    public void discardAfter(int step) throws IOException {
        directories.discardAfter(step);
        best.discardAfter(step);
    }

    /** Removes what killed writers left; nobody may be writing. */
    public void removeLeftovers() throws IOException {
        directories.removeLeftovers();
        best.removeLeftovers();
    }

    /** The damage to the state of a checkpoint, or to any of its files. */
    private Optional<String> damage(Path checkpoint, boolean any) throws IOException {
        try {
            Checksums checksums = Checksums.read(checkpoint, hadoop);
            if (any) {
                checksums.verify(checkpoint, FILES, hadoop);
            } else {
                checksums.verify(checkpoint, Checkpoint.STATE, hadoop);
            }
            return Optional.empty();
        } catch (InvalidInput damage) {
            return Optional.of(String.valueOf(damage.getMessage()));
        }
    }

    private void write(Map<String, float[]> vectors, Path file) throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        new TreeMap<>(vectors)
                .forEach((name, values) -> tensors.add(Tensor.of(name, FloatBuffer.wrap(values), values.length)));
        new Safetensors(Map.of("format", "tauspark"), tensors).write(file, hadoop);
    }
}
