package io.tauspark.release;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Provenance;
import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import io.tauspark.store.Unwritable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Changes the releases of one domain memory, alone while it is open: it holds the {@link Lease} and makes sure of it
 * right before every step that readers can see. Each of these steps is one rename, so that a process killed at any
 * moment leaves every release and {@code CURRENT} whole; what it leaves beside them is removed by the next writer.
 *
 * <p>A process that is suspended just between that check and the rename, for longer than its lease, still carries the
 * one step out when it wakes. A release that it publishes then is complete; a release that it promotes then is an
 * earlier one than its successor has promoted, or even one that its successor has pruned.
 */
public final class ReleaseWriter implements AutoCloseable {
    /** All that {@code laplacian} puts into a release. */
    private static final OutputKind RELEASE = new OutputKind(
            "laplacian",
            Provenance.FILE,
            Layout.of(
                    "manifold\\.(?:parquet|json)",
                    "(?:provenance|report)\\.json",
                    "report\\.html",
                    "moments\\.safetensors",
                    "lambdas\\.parquet/" + Layout.SPARK_PART,
                    "lambdas\\.parquet/" + Layout.SPARK_SUCCESS,
                    "embedder/(?:embedder\\.json|words\\.txt|vectors\\.safetensors)",
                    "rejected/part-00000\\.jsonl\\.gz"));

    private final Path root;
    private final ReleaseStore store;
    private final Lease lease;
    private final Clock clock;
    private final Configuration hadoop;

    /** Writes what a release holds. */
    @FunctionalInterface
    public interface Contents {
        void write(Path directory) throws IOException;
    }

    private ReleaseWriter(Path root, Lease lease, Clock clock, Configuration hadoop) {
        this.root = root;
        this.store = new ReleaseStore(root, hadoop);
        this.lease = lease;
        this.clock = clock;
        this.hadoop = hadoop;
    }

    /**
     * Acquires the lease and removes what killed writers left.
     *
     * @param root the memory's directory, made if it is missing
     * @param purpose what is about to be done, for the message that others get
     * @param duration how long the lease outlives this process if it dies
     * @throws InvalidInput if somebody else holds the lease, or the directory is no memory or cannot be written
     */
    public static ReleaseWriter open(Path root, String purpose, Duration duration, Configuration hadoop)
            throws IOException {
        return open(root, purpose, duration, Clock.systemUTC(), hadoop);
    }

    static ReleaseWriter open(Path root, String purpose, Duration duration, Clock clock, Configuration hadoop)
            throws IOException {
        requireMemory(root, hadoop);
        Lease lease = acquire(root, purpose, duration, clock, hadoop);
        ReleaseWriter writer = new ReleaseWriter(root, lease, clock, hadoop);
        try {
            Leftovers.clear(root, writer.store.releases(), lease, hadoop);
            return writer;
        } catch (IOException | RuntimeException failed) {
            try (lease) {
                throw failed;
            }
        }
    }

    /** A directory without releases whose {@code CURRENT} would be replaced is somebody else's. */
    private static void requireMemory(Path root, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(root, hadoop);
        if (!files.exists(new Path(root, ReleaseStore.RELEASES))) {
            for (String name : List.of(ReleaseStore.CURRENT, Promotions.FILE)) {
                if (files.exists(new Path(root, name))) {
                    throw new InvalidInput(
                            "'%s' is no memory: it has a file '%s' and no directory '%s'; give another directory"
                                    .formatted(root, name, ReleaseStore.RELEASES));
                }
            }
        }
    }

    private static Lease acquire(Path root, String purpose, Duration duration, Clock clock, Configuration hadoop) {
        try {
            return Lease.acquire(root, purpose, duration, clock, hadoop);
        } catch (IOException | FSError failed) {
            throw new Unwritable(root, failed);
        }
    }

    /** The releases as readers see them. */
    public ReleaseStore store() {
        return store;
    }

    /** The name that a release published now gets; nobody else can take it while the lease is held. */
    public String nextName(Instant now) throws IOException {
        return ReleaseName.unused(now, store.names());
    }

    /**
     * Publishes a release, without promoting it. If writing fails, nothing changes.
     *
     * @param now gives the release its name; a second release of the same second gets {@code -02} and so on
     * @return the directory of the release
     * @throws IOException if writing fails or the lease was lost
     */
    public Path publish(Instant now, Contents contents) throws IOException {
        Path release = new Path(store.releases(), nextName(now));
        try (Publication publication = Publication.begin(release, false, hadoop)) {
            contents.write(publication.staging());
            // After the last write: who takes the lease later takes the staged directory away whole.
            lease.requireHeld();
            publication.publish();
        }
        return release;
    }

    /**
     * Makes a release the current one, also where {@code CURRENT} names one that is not there.
     *
     * @param why for people who read the history
     * @throws InvalidInput if there is no such release
     * @throws IOException if the lease was lost
     */
    public void promote(String release, String why) throws IOException {
        store.find(release);
        Promotions history = Promotions.read(root, store.pointer(), hadoop);
        lease.requireHeld();
        Storage.replaceText(new Path(root, ReleaseStore.CURRENT), release + "\n", hadoop);
        history.with(new Promotion(clock.instant(), release, why)).write(root, hadoop);
    }

    /**
     * Promotes the release that was current before the current one; see {@link ReleaseStore#rollbackTarget}.
     *
     * @return its name
     * @throws InvalidInput if there is none
     */
    public String rollback(String why) throws IOException {
        String target = store.rollbackTarget()
                .orElseThrow(() -> new InvalidInput(
                        "memory '%s' has no release that was promoted before the current one; promote one by name"
                                .formatted(root)));
        promote(target, why);
        return target;
    }

    /**
     * Removes releases, oldest first, except the current one and the one that a rollback would promote. A release is
     * gone from the list in one step.
     *
     * @return the names of those removed
     * @throws InvalidInput if one of them holds something that a release does not have; none is removed then
     */
    public List<String> prune(Retention retention) throws IOException {
        Set<String> pinned = new HashSet<>();
        store.currentName().ifPresent(pinned::add);
        store.rollbackTarget().ifPresent(pinned::add);
        List<String> removed = new ArrayList<>();
        List<StoredRelease> all = retention.surplus(store.list(), pinned, clock.instant());
        for (StoredRelease surplus : all) {
            requireOwn(surplus);
        }
        for (StoredRelease surplus : all) {
            lease.requireHeld();
            Publication.withdraw(surplus.directory(), hadoop);
            removed.add(surplus.name());
        }
        return removed;
    }

    private void requireOwn(StoredRelease surplus) throws IOException {
        Path directory = surplus.directory();
        Optional<String> objection =
                Storage.isLink(directory, hadoop) ? Optional.of("is a link") : RELEASE.objection(directory, hadoop);
        if (objection.isPresent()) {
            throw new InvalidInput(
                    "release '%s' %s, so it is not removed, nor is any other; move that away, or the release"
                            .formatted(directory, objection.get()));
        }
    }

    /** Gives the lease back. */
    @Override
    public void close() throws IOException {
        lease.close();
    }
}
