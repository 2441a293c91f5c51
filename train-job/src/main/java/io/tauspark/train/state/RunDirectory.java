package io.tauspark.train.state;

import io.tauspark.config.InvalidInput;
import io.tauspark.output.OutputGuard;
import io.tauspark.release.Lease;
import io.tauspark.run.RunEnd;
import io.tauspark.run.RunFiles;
import io.tauspark.store.Json;
import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import io.tauspark.store.Unwritable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory of a run while it is being trained: {@code NAME.unfinished} beside its output, which takes it over when
 * it is complete. A training that fails or is killed leaves it there, and the same command resumes it. One process at a
 * time has it.
 */
public final class RunDirectory implements AutoCloseable {
    /** A killed driver's lease ends after this; the command that resumes the run waits so long. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    /** Longer than a lease, since its holder may have renewed it just before it was killed. */
    private static final Duration PATIENCE = LEASE.plusSeconds(5);

    private static final Pattern LEASE_FILE = Pattern.compile(Lease.FILES);

    private final OutputGuard guard;
    private final Path unfinished;
    private final Lease lease;
    private final Configuration hadoop;
    private boolean resumed;

    private RunDirectory(OutputGuard guard, Lease lease) {
        this.guard = guard;
        this.unfinished = RunFiles.unfinished(guard.output());
        this.lease = lease;
        this.hadoop = guard.hadoop();
    }

    /**
     * Opens the directory of a run, new or as an earlier training left it.
     *
     * @param resume whether an earlier training is resumed
     * @throws InvalidInput if the output may not be written, if another process trains it, or if what is there is a training
     *     of other settings or inputs, or none
     */
    public static RunDirectory open(OutputGuard guard, boolean resume, RunIdentity identity) throws IOException {
        guard.checkEarly();
        UnfinishedRun run = new UnfinishedRun(RunFiles.unfinished(guard.output()), guard.hadoop());
        guard.requireUnread(run.directory());
        // Refuses before a lease is written.
        boolean unused = run.canResume(resume, identity);
        Lease lease = acquire(guard.output(), guard.hadoop());
        try {
            Publication.recover(guard.output(), RunLayout.RUN, guard.hadoop());
            guard.check();
            RunDirectory directory = new RunDirectory(guard, lease);
            directory.prepare(run.canResume(resume, identity), identity);
            return directory;
        } catch (IOException | RuntimeException refused) {
            lease.close();
            throw refused;
        }
    }

    private static Lease acquire(Path output, Configuration hadoop) {
        try {
            return Lease.acquire(RunFiles.unfinished(output), "train", LEASE, PATIENCE, hadoop);
        } catch (IOException | FSError failed) {
            throw new Unwritable(output, failed);
        }
    }

    /** The directory to write to. */
    public Path path() {
        return unfinished;
    }

    /** Whether an earlier training has been here. */
    boolean resumed() {
        return resumed;
    }

    /** Adds how the training ended to {@code run.json}. The run can still be resumed. */
    public void finish(RunIdentity identity, RunEnd end) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("settings", identity.settings());
        content.put("data", identity.data());
        content.put("memory", identity.memory());
        if (identity.start() != null) {
            content.put("start", identity.start());
        }
        content.put("end", end);
        Storage.replaceText(new Path(unfinished, RunFiles.IDENTITY), Json.pretty(content), hadoop);
    }

    /** Gives the complete run its name. */
    public void publish() throws IOException {
        lease.requireHeld();
        guard.check();
        lease.close();
        for (String name : names()) {
            if (isLease(name)) {
                files().delete(new Path(unfinished, name), false);
            }
        }
        Publication.publish(unfinished, guard.output(), guard.overwrite(), hadoop);
    }

    /** Lets go of the directory. It stays if a training could resume from it, unless {@link #publish} has taken it over. */
    @Override
    public void close() throws IOException {
        if (files().exists(unfinished)
                && !isWorthKeeping()
                && RunLayout.RUN.foreign(unfinished, hadoop).isEmpty()) {
            clear();
        }
        lease.close();
    }

    /** Whether anything was learnt here. */
    private boolean isWorthKeeping() throws IOException {
        Path metrics = new Path(unfinished, RunFiles.METRICS);
        return !Storage.names(Checkpoints.directory(unfinished), hadoop).isEmpty()
                || (files().exists(metrics) && files().getFileStatus(metrics).getLen() > 0);
    }

    private void prepare(boolean resume, RunIdentity identity) throws IOException {
        resumed = resume;
        if (!resume) {
            clear();
            Storage.replaceText(new Path(unfinished, RunFiles.IDENTITY), Json.pretty(identity), hadoop);
        }
    }

    /**
     * Removes what is there; what makes it a run goes last: if that is interrupted, the rest can still be told from
     * other people's files.
     */
    private void clear() throws IOException {
        for (String name : names()) {
            if (!isLease(name) && !name.equals(RunFiles.IDENTITY)) {
                files().delete(new Path(unfinished, name), true);
            }
        }
        files().delete(new Path(unfinished, RunFiles.IDENTITY), false);
    }

    private List<String> names() throws IOException {
        return Storage.names(unfinished, hadoop);
    }

    private FileSystem files() throws IOException {
        return Storage.of(unfinished, hadoop);
    }

    private static boolean isLease(String name) {
        return LEASE_FILE.matcher(name).matches();
    }
}
