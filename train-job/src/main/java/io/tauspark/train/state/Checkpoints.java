package io.tauspark.train.state;

import io.tauspark.config.InvalidInput;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.store.Checksums;
import io.tauspark.store.Publication;
import io.tauspark.store.Safetensors;
import io.tauspark.store.Storage;
import io.tauspark.store.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/**
 * Checkpoints of a run, {@code checkpoints/step-000100} and so on, each complete or not there: a model,
 * {@code optimizer.safetensors}, {@code statistics.safetensors}, {@code state.json}, and {@code checksums.json} over all of these.
 *
 * <p>One process writes at a time. There must be room for one checkpoint more than are kept.
 */
public final class Checkpoints {
    /** Their directory in a run. */
    static final String DIRECTORY = "checkpoints";

    /** The name of one, as a regular expression. */
    static final String STEP = "step-([0-9]{1,9})";

    private static final Pattern NAME = Pattern.compile(STEP);
    private static final List<String> FILES =
            List.of("config.json", "model.safetensors", Checkpoint.OPTIMIZER, Checkpoint.STATISTICS, Checkpoint.STATE);

    private final Path directory;
    private final int keep;
    private final Configuration hadoop;

    public Checkpoints(Path run, int keep, Configuration hadoop) {
        this.directory = directory(run);
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
        Path target = new Path(directory, String.format(Locale.ROOT, "step-%06d", state.step()));
        List<Numbered> others = List.of();
        try {
            others = newestFirst().stream()
                    .filter(each -> each.step() != state.step())
                    .toList();
            publish(target, state, model, optimizer, counts);
        } catch (IOException | FSError failed) {
            // A local file system reports a full disk as an Error.
            throw new CheckpointFailed(
                    String.format(
                            Locale.ROOT,
                            "the checkpoint of step %d could not be written to '%s': %s. Make sure that this place"
                                    + " may be written to and has room for %d checkpoints; then run the same command"
                                    + " again, which goes on from %s",
                            state.step(),
                            target,
                            reason(failed),
                            keep + 1,
                            others.isEmpty()
                                    ? "the start"
                                    : "the newest checkpoint, at step "
                                            + others.get(0).step()),
                    failed);
        }
        for (Numbered old : others.subList(Math.min(keep - 1, others.size()), others.size())) {
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
                                reason(failed),
                                state.step()),
                        failed);
            }
        }
    }

    private void publish(Path target, RunState state, TrainedModel model, Map<String, float[]> optimizer, long[] counts)
            throws IOException {
        try (Publication publication = Publication.begin(target, true, hadoop)) {
            Path staging = publication.staging();
            model.save(staging, hadoop);
            write(optimizer, new Path(staging, Checkpoint.OPTIMIZER));
            SparseCounts.write(counts, new Path(staging, Checkpoint.STATISTICS), hadoop);
            state.write(new Path(staging, Checkpoint.STATE), hadoop);
            Checksums.write(staging, hadoop);
            // Unlike a publication over another, this leaves nothing that is not a leftover if the process dies
            // between.
            if (Storage.of(target, hadoop).exists(target)) {
                Publication.withdraw(target, hadoop);
            }
            publication.publish();
        }
    }

    /**
     * The newest checkpoint that is what was written.
     *
     * @param damaged is given a sentence about each checkpoint that had to be passed over
     * @throws InvalidInput if the state of an undamaged one is of another version
     * @throws IOException if the files cannot be looked at, which says nothing about their content
     */
    public Optional<Checkpoint> newest(Consumer<String> damaged) throws IOException {
        for (Numbered candidate : newestFirst()) {
            Path path = candidate.path();
            Optional<String> damage = damage(path, false);
            if (damage.isEmpty()) {
                Checkpoint checkpoint = Checkpoint.at(path, hadoop);
                if (checkpoint.state().step() != candidate.step()) {
                    damage = Optional.of("it holds step " + checkpoint.state().step());
                } else {
                    damage = damage(path, true);
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
        for (Numbered checkpoint : newestFirst()) {
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
     * Removes the checkpoints after a step: those of a history that the run leaves when it resumes from this step, and
     * damaged ones that it had to pass over.
     */
    public void discardAfter(int step) throws IOException {
        for (Numbered later : newestFirst()) {
            if (later.step() > step) {
                Publication.withdraw(later.path(), hadoop);
            }
        }
    }

    /** Removes what killed writers left; nobody may be writing. */
    public void removeLeftovers() throws IOException {
        Publication.removeLeftovers(directory, hadoop);
    }

    private record Numbered(int step, Path path) {}

    /** The checkpoints by number, not by name: a million has more digits than the names are padded to. */
    private List<Numbered> newestFirst() throws IOException {
        List<Numbered> all = new ArrayList<>();
        for (String name : Storage.names(directory, hadoop)) {
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches()) {
                all.add(new Numbered(Integer.parseInt(matcher.group(1)), new Path(directory, name)));
            }
        }
        all.sort(Comparator.comparingInt(Numbered::step).reversed());
        return all;
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

    /** The first cause, which is what the file system said. */
    private static String reason(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        // Others than a plain IOException may have no more than a path for a message.
        return cause.getClass() == IOException.class
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
