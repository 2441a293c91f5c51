package io.tauspark.output;

import io.tauspark.config.InvalidInput;
import io.tauspark.job.Shortfall;
import io.tauspark.release.Lease;
import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import io.tauspark.store.Unwritable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a command while it is being made, by one process at a time: it is written in {@code .NAME.writing} beside its
 * place, where the {@link Lease} lies too, and takes its name when it is complete. Closing it unpublished, or ending the
 * process as by Ctrl-C, leaves everything as it was. What a killed process left is removed by the next that opens the output.
 */
public final class OutputDirectory implements AutoCloseable {
    /** A killed process holds its output for so long. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    /** Longer than a lease, since its holder may have renewed it just before it was killed. */
    private static final Duration PATIENCE = LEASE.plusSeconds(5);

    /** After Spark has ended its tasks, which write there, and before the lease is given back and file systems close. */
    private static final int BEFORE_LEASES_CLOSE = FileSystem.SHUTDOWN_HOOK_PRIORITY + 20;

    private static final String STAGING = "staging-";
    private static final Pattern STAGED = Pattern.compile(STAGING + "[0-9a-f-]{36}");
    private static final Logger LOG = LoggerFactory.getLogger(OutputDirectory.class);

    private final OutputGuard guard;
    private final Lease lease;
    private final Path staging;
    private final Runnable atExit = this::closeOrWarn;
    private boolean closed;

    private OutputDirectory(OutputGuard guard, Lease lease, Path staging) {
        this.guard = guard;
        this.lease = lease;
        this.staging = staging;
    }

    /**
     * Claims an output and removes what a killed process left of it.
     *
     * @throws InvalidInput if the guard refuses it, it cannot be written, or another process is making it
     */
    public static OutputDirectory open(OutputGuard guard) throws IOException {
        return open(guard, PATIENCE);
    }

    /** @param patience how long another process that has the output is waited for */
    static OutputDirectory open(OutputGuard guard, Duration patience) throws IOException {
        OutputGuard.requirePossible(guard.output(), guard.hadoop());
        Path writing = writing(guard.output());
        if (!isClaimed(writing, guard)) {
            // Refuses before a lease is written.
            guard.checkEarly();
        }
        Lease lease = acquire(guard, writing, patience);
        try {
            removeStaged(writing, guard.hadoop());
            Publication.recover(guard.output(), guard.kind(), guard.hadoop());
            guard.check();
            OutputDirectory directory = new OutputDirectory(guard, lease, make(writing, guard));
            ShutdownHookManager.get().addShutdownHook(directory.atExit, BEFORE_LEASES_CLOSE);
            return directory;
        } catch (IOException | RuntimeException refused) {
            lease.closeForGood();
            throw refused;
        }
    }

    /** The directory to write to. */
    public Path staging() {
        return staging;
    }

    /**
     * Gives the directory its name, in the place of an earlier one if there is one.
     *
     * @throws InvalidInput if something has come there meanwhile that may not be replaced
     * @throws Shortfall if the file system does not let it
     */
    public synchronized void publish() throws IOException {
        if (closed) {
            throw new IllegalStateException("output '%s' was closed".formatted(guard.output()));
        }
        try {
            lease.requireHeld();
            guard.check();
            Publication.publish(staging, guard.output(), guard.overwrite(), guard.hadoop());
        } catch (IOException failed) {
            throw new Shortfall(
                    "output '%s' could not be put in its place: %s; run this again"
                            .formatted(guard.output(), failed.getMessage()),
                    failed);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(atExit);
        }
        try {
            Storage.of(staging, guard.hadoop()).delete(staging, true);
        } finally {
            lease.closeForGood();
        }
    }

    private void closeOrWarn() {
        try {
            close();
        } catch (IOException | RuntimeException | FSError failed) {
            LOG.warn("'{}' could not be removed; the next run of this output does so", staging, failed);
        }
    }

    private static boolean isClaimed(Path writing, OutputGuard guard) {
        try {
            return !Storage.names(writing, guard.hadoop()).isEmpty();
        } catch (IOException failed) {
            throw new Unwritable(guard.output(), failed);
        }
    }

    private static Lease acquire(OutputGuard guard, Path writing, Duration patience) {
        try {
            return Lease.acquire(writing, guard.kind().command(), LEASE, patience, guard.hadoop());
        } catch (IOException | FSError failed) {
            throw new Unwritable(guard.output(), failed);
        }
    }

    private static void removeStaged(Path writing, Configuration hadoop) throws IOException {
        List<String> staged = Storage.names(writing, hadoop).stream()
                .filter(name -> STAGED.matcher(name).matches())
                .toList();
        for (String name : staged) {
            Path left = new Path(writing, name);
            Storage.of(left, hadoop).delete(left, true);
        }
    }

    private static Path make(Path writing, OutputGuard guard) {
        Path staging = new Path(writing, STAGING + UUID.randomUUID());
        try {
            if (Storage.of(staging, guard.hadoop()).mkdirs(staging)) {
                return staging;
            }
            throw new IOException("directory '" + staging + "' could not be made");
        } catch (IOException | FSError failed) {
            throw new Unwritable(guard.output(), failed);
        }
    }

    private static Path writing(Path output) {
        return new Path(output.getParent(), "." + output.getName() + ".writing");
    }
}
