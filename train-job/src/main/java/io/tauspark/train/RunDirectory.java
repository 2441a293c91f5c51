package io.tauspark.train;

import io.tauspark.config.InvalidInput;
import io.tauspark.release.Lease;
import io.tauspark.store.Json;
import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a run lies while it is being trained: {@code NAME.unfinished} beside its output, which takes it over when it is
 * complete. A training that fails or is killed leaves it there, and the same command goes on with it. One process at a
 * time has it.
 */
public final class RunDirectory implements AutoCloseable {
    static final String IDENTITY = "run.json";

    /** A killed driver's lease ends after this; the command that goes on waits so long. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    /** Longer than a lease, since its holder may have renewed it just before it was killed. */
    private static final Duration PATIENCE = LEASE.plusSeconds(5);

    private final Path output;
    private final Path unfinished;
    private final boolean overwrite;
    private final Lease lease;
    private final Configuration hadoop;
    private boolean resumed;

    private RunDirectory(Path output, boolean overwrite, Lease lease, Configuration hadoop) {
        this.output = output;
        this.unfinished = unfinished(output);
        this.overwrite = overwrite;
        this.lease = lease;
        this.hadoop = hadoop;
    }

    /** Where a run that is not complete lies. */
    public static Path unfinished(Path output) {
        return new Path(output.getParent(), output.getName() + ".unfinished");
    }

    /**
     * Opens the directory of a run, new or as an earlier training left it.
     *
     * @throws InvalidInput if the output exists and may not be replaced, if another process trains it, or if what is there
     *     is a training of other settings or inputs
     */
    static RunDirectory open(Path output, TrainConfig config, RunIdentity identity, Configuration hadoop)
            throws IOException {
        if (!config.overwrite() && Storage.of(output, hadoop).exists(output)) {
            throw new InvalidInput("output '" + output + "' exists; give another output or set overwrite=true");
        }
        Lease lease = acquire(output, hadoop);
        RunDirectory directory = new RunDirectory(output, config.overwrite(), lease, hadoop);
        try {
            directory.prepare(config.resume(), identity);
            return directory;
        } catch (IOException | RuntimeException refused) {
            lease.close();
            throw refused;
        }
    }

    private static Lease acquire(Path output, Configuration hadoop) {
        try {
            return Lease.acquire(unfinished(output), "train", LEASE, PATIENCE, hadoop);
        } catch (IOException unwritable) {
            throw new InvalidInput(
                    "output '%s' cannot be written: %s; give another output, or make its directory writable"
                            .formatted(output, unwritable.getMessage()),
                    unwritable);
        }
    }

    /** Where to write. */
    Path path() {
        return unfinished;
    }

    /** Whether an earlier training has been here. */
    boolean resumed() {
        return resumed;
    }

    /** Gives the complete run its name. */
    void publish() throws IOException {
        lease.requireHeld();
        lease.close();
        for (String name : names()) {
            if (isLease(name)) {
                files().delete(new Path(unfinished, name), false);
            }
        }
        Publication.publish(unfinished, output, overwrite, hadoop);
    }

    /** Lets go of the directory. It stays if a training could go on from it, unless {@link #publish} has taken it over. */
    @Override
    public void close() throws IOException {
        if (files().exists(unfinished) && !isWorthKeeping()) {
            clear();
        }
        lease.close();
    }

    /** Whether anything was learnt here. */
    private boolean isWorthKeeping() throws IOException {
        Path metrics = new Path(unfinished, LearningLog.METRICS);
        return !Storage.names(Checkpoints.directory(unfinished), hadoop).isEmpty()
                || (files().exists(metrics) && files().getFileStatus(metrics).getLen() > 0);
    }

    private void prepare(boolean resume, RunIdentity identity) throws IOException {
        Path file = new Path(unfinished, IDENTITY);
        boolean there = files().exists(file);
        if (there && resume) {
            String what = "'" + file + "'";
            List<String> differences = Json.read(Storage.readText(file, hadoop), RunIdentity.class, what)
                    .differences(identity);
            if (!differences.isEmpty()) {
                throw new InvalidInput(
                        "'%s' is an unfinished training of other settings: %s; give those to go on with it, another output, or resume=false to remove it and start over"
                                .formatted(unfinished, String.join("; ", differences)));
            }
            resumed = true;
        } else {
            clear();
            Storage.writeText(file, Json.pretty(identity), hadoop);
        }
    }

    private void clear() throws IOException {
        for (String name : names()) {
            if (!isLease(name)) {
                files().delete(new Path(unfinished, name), true);
            }
        }
    }

    private List<String> names() throws IOException {
        return Storage.names(unfinished, hadoop);
    }

    private FileSystem files() throws IOException {
        return Storage.of(output, hadoop);
    }

    private static boolean isLease(String name) {
        return name.startsWith(".lease-");
    }
}
