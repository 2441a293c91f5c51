package io.tauspark.release;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Problems;
import io.tauspark.store.MadeDirectories;
import io.tauspark.store.Publication;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to change a directory, a memory or an unfinished run, which one process at a time has. Whoever comes second is
 * refused with the name of the holder, at once unless it has patience. A daemon thread renews the lease; a process that is asked to end
 * gives it back, that of one that is killed expires.
 *
 * <p>Each acquisition makes the file of the next generation, {@code .lease-000017}, which must not exist yet, and does so
 * only if the one before has expired or was given back. Exclusive creation lets one of several contenders win; a holder
 * that finds a higher generation than its own was suspended for too long, has lost the lease and must stop, which
 * {@link #requireHeld} sees to. Renewing replaces the content of the holder's own file and can therefore never take the
 * lease from a successor.
 *
 * <p><b>Assumed:</b> creation that is exclusive and a listing that shows what was created before it, as local file
 * systems and HDFS have them. Object stores such as S3 do not promise the first, and two contenders may win there.
 * Clocks of the machines must agree within two thirds of the duration, since a live lease has at least that long to go.
 */
public final class Lease implements AutoCloseable {
    /** The names of its files, also of one that is about to be replaced, as a regular expression. */
    public static final String FILES = "\\.lease-[0-9]+(?:\\.next-" + Publication.UUID_PATTERN + ")?";

    /** Shorter ones would be lost to a pause of the JVM or a slow file system. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    /** Time after which somebody with patience looks again. */
    private static final Duration POLL = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    /** Renewals per duration: two may fail in a row. */
    private static final int RENEWALS = 3;
    /** Every further attempt means that somebody else made progress; so many in a row are never seen. */
    private static final int ATTEMPTS = 20;

    private static final long FIRST = 1;

    /** A process that is asked to end, as by Ctrl-C, still gives the lease back. */
    private static final int BEFORE_FILE_SYSTEMS_CLOSE = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

    private final Path root;
    private final LeaseFiles files;
    private final long generation;
    private final Duration duration;
    private final Clock clock;
    private final MadeDirectories made;
    private final Timer renewal = new Timer("tauspark-lease", true);
    private final Runnable atExit = this::closeOrWarn;

    private LeaseClaim claim;
    private boolean closed;

    private Lease(
            Path root,
            LeaseFiles files,
            long generation,
            Duration duration,
            Clock clock,
            MadeDirectories made,
            LeaseClaim claim) {
        this.root = root;
        this.files = files;
        this.generation = generation;
        this.duration = duration;
        this.clock = clock;
        this.made = made;
        this.claim = claim;
    }

    /** Collects what is wrong with a setting {@code lease}. */
    public static void check(Problems problems, Duration lease) {
        problems.check(lease.compareTo(SHORTEST) >= 0, "lease", lease, "must be at least 10s: JVMs pause");
    }

    /**
     * Acquires the lease.
     *
     * @param root the directory, made if it is missing
     * @param purpose what the holder is about to do, for the message that others get
     * @param duration how long the lease outlives its last renewal
     * @throws InvalidInput if somebody else holds it
     */
    public static Lease acquire(Path root, String purpose, Duration duration, Configuration hadoop) throws IOException {
        return acquire(root, purpose, duration, Clock.systemUTC(), hadoop);
    }

    /**
     * Acquires the lease; waits for it if it must, as the next run of a job that was killed has to.
     *
     * @param patience longest wait for the holder to end or to give it back
     * @throws InvalidInput if somebody else still holds it then
     */
    public static Lease acquire(Path root, String purpose, Duration duration, Duration patience, Configuration hadoop)
            throws IOException {
        long start = System.nanoTime();
        for (boolean told = false; ; told = true) {
            try {
                return acquire(root, purpose, duration, hadoop);
            } catch (InvalidInput held) {
                if (System.nanoTime() - start >= patience.toNanos()) {
                    throw held;
                }
                if (!told) {
                    LOG.warn("{}; waiting up to {} s for that", held.getMessage(), patience.toSeconds());
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    static Lease acquire(Path root, String purpose, Duration duration, Clock clock, Configuration hadoop)
            throws IOException {
        MadeDirectories made = MadeDirectories.make(root, hadoop);
        try {
            return acquire(root, purpose, duration, clock, made, new LeaseFiles(root, hadoop));
        } catch (IOException | RuntimeException refused) {
            made.removeEmpty();
            throw refused;
        }
    }

    private static Lease acquire(
            Path root, String purpose, Duration duration, Clock clock, MadeDirectories made, LeaseFiles files)
            throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long highest = files.highest();
            Optional<LeaseClaim> last = highest == 0 ? Optional.empty() : files.read(highest, duration);
            if (highest > 0 && last.isEmpty()) {
                continue;
            }
            Instant now = clock.instant();
            if (last.isPresent() && last.get().holdsAt(now)) {
                throw refusal(root, last.get(), files.file(highest));
            }
            LeaseClaim claim = LeaseClaim.ofThisProcess(purpose, now, now.plus(duration));
            long next = highest + 1;
            if (!files.create(next, claim)) {
                continue;
            }
            if (files.highest() != next) {
                // The listing above was old: others have acquired and removed this generation since.
                files.delete(next);
                continue;
            }
            files.deleteBelow(next);
            Lease lease = new Lease(root, files, next, duration, clock, made, claim);
            lease.startRenewing();
            ShutdownHookManager.get().addShutdownHook(lease.atExit, BEFORE_FILE_SYSTEMS_CLOSE);
            return lease;
        }
        throw new InvalidInput(
                "'%s' has too many jobs that start at once; let one of them run at a time".formatted(root));
    }

    /**
     * Checks that this process still has the lease; to be called right before every change that readers can see.
     *
     * @throws IOException if it was lost, with the new holder
     */
    public synchronized void requireHeld() throws IOException {
        if (closed) {
            throw new IllegalStateException("the lease on '%s' was given back".formatted(root));
        }
        if (!claim.holdsAt(clock.instant())) {
            // Suspended for a while: goes on if nobody came in between, which the look below tells.
            renew();
        }
        long highest = files.highest();
        if (highest != generation || !isOwn(highest)) {
            String successor =
                    files.read(highest, duration).map(LeaseClaim::holder).orElse("nobody");
            throw new IOException(("the lease on '%s' is lost: it was valid until %s and not renewed in time (was"
                            + " this process suspended?), and now %s holds it (file '%s'); nothing more is written, run"
                            + " this again")
                    .formatted(root, claim.end(), successor, files.file(highest)));
        }
    }

    /** The file that says so. */
    Path file() {
        return files.file(generation);
    }

    /** Extends the lease from now, unless it is lost. */
    synchronized void renew() throws IOException {
        if (!closed && isOwn(files.highest())) {
            LeaseClaim renewed = claim.renewed(clock.instant().plus(duration));
            files.replace(generation, renewed);
            claim = renewed;
        }
    }

    /** Gives the lease back. A directory that came to nothing does not stay either. */
    @Override
    public synchronized void close() throws IOException {
        close(generation == FIRST);
    }

    /**
     * Gives the lease back where its directory is there for it alone: the directory goes too, unless somebody has put
     * something else into it.
     */
    public synchronized void closeForGood() throws IOException {
        close(true);
        files.removeEmptyRoot();
    }

    private void close(boolean mayVanish) throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        renewal.cancel();
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(atExit);
        }
        if (!isOwn(files.highest())) {
            return;
        }
        if (mayVanish && files.alone(generation)) {
            files.delete(generation);
            made.removeEmpty();
        } else {
            files.replace(generation, claim.givenBack());
        }
    }

    /** Whether the highest generation is this lease, and not a later one of a directory that was gone in between. */
    private boolean isOwn(long highest) throws IOException {
        return highest == generation
                && files.read(generation, duration).filter(claim::isSameHolder).isPresent();
    }

    private void startRenewing() {
        long pause = duration.toMillis() / RENEWALS;
        TimerTask task = new TimerTask() {
            @Override
            public void run() {
                renewOrWarn();
            }
        };
        renewal.schedule(task, pause, pause);
    }

    private void closeOrWarn() {
        try {
            close();
        } catch (IOException | RuntimeException | FSError failed) {
            LOG.warn("The lease on '{}' could not be given back; it ends by itself", root, failed);
        }
    }

    private void renewOrWarn() {
        try {
            renew();
        } catch (IOException | RuntimeException | FSError failed) {
            LOG.warn("The lease on '{}' could not be renewed; trying again", root, failed);
        }
    }

    private static InvalidInput refusal(Path root, LeaseClaim holder, Path file) {
        return new InvalidInput(("'%s' is being changed by %s; let it end, or, if it is dead, come back after %s,"
                        + " when its lease ends (file '%s')")
                .formatted(root, holder.holder(), holder.end(), file));
    }
}
