package io.tauspark.store;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * The first answer that this JVM gets from a file system. The clients of Hadoop try a wrong or dead address again for minutes
 * without a word; here the wait is told from its first seconds on, and bounded.
 *
 * <p>A file system that has answered once, with whatever, is never asked again.
 */
final class FirstAnswer {
    /** Setting of Hadoop's configuration, where jobs and tasks have it alike: the longest wait. */
    static final String PATIENCE = "tauspark.storage.patience";

    /** Longer than a store far away needs, with time for names, tokens and one failed try. */
    private static final long USUAL_SECONDS = 120;

    /** Sooner than a person doubts. */
    private static final Duration NOTICE = Duration.ofSeconds(5);

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final Set<String> ANSWERED = ConcurrentHashMap.newKeySet();

    private final Duration notice;
    private final PrintStream told;

    /**
     * A file system, and what it said.
     *
     * @param failure that it answered with, other than that a path is not there or not to be seen
     */
    private record Opened(FileSystem files, Optional<IOException> failure) {}

    FirstAnswer(Duration notice, PrintStream told) {
        this.notice = notice;
        this.told = told;
    }

    /**
     * Opens the file system of a path as {@link Path#getFileSystem} does.
     *
     * @throws InvalidInput if it has not answered, or not without trying long
     */
    static FileSystem of(Path path, Configuration hadoop) throws IOException {
        URI place = place(path, hadoop);
        return "file".equals(place.getScheme()) || ANSWERED.contains(name(place))
                ? path.getFileSystem(hadoop)
                : new FirstAnswer(NOTICE, System.err).await(path, hadoop);
    }

    /** The same, whether or not it has answered before. */
    FileSystem await(Path path, Configuration hadoop) throws IOException {
        String name = name(place(path, hadoop));
        FutureTask<Opened> task = new FutureTask<>(() -> opened(path, hadoop));
        // It inherits the user and the class loader of the one that asks.
        Thread thread = new Thread(task, "first answer of " + name);
        thread.setDaemon(true);
        thread.start();
        try {
            Opened opened = await(task, name, path, patience(hadoop));
            ANSWERED.add(name);
            return opened.files();
        } finally {
            task.cancel(true);
        }
    }

    private Opened await(FutureTask<Opened> task, String name, Path path, Duration limit) throws IOException {
        long start = System.nanoTime();
        Duration next = notice;
        while (true) {
            Duration until = next.compareTo(limit) < 0 ? next : limit;
            try {
                Opened opened = task.get(start + until.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next.compareTo(notice) > 0 && opened.failure().isPresent()) {
                    throw unreachable(name, opened.failure().get());
                }
                // What fails at once is an answer too, and whoever asked gets it again.
                return opened;
            } catch (TimeoutException silence) {
                if (until.equals(limit)) {
                    throw new InvalidInput(
                            String.format(
                                    Locale.ROOT,
                                    "'%s' has not answered within %d s, when '%s' was asked for; %s, or wait longer with"
                                            + " --conf spark.hadoop.%s=%ds",
                                    name,
                                    limit.toSeconds(),
                                    path,
                                    advice(),
                                    PATIENCE,
                                    2 * limit.toSeconds()),
                            silence);
                }
                told.printf(
                        Locale.ROOT,
                        "storage  still waiting for the first answer of %s after %d s, opening %s%n",
                        name,
                        until.toSeconds(),
                        path);
                next = next.plus(INTERVAL);
            } catch (ExecutionException failed) {
                throw failure(Objects.requireNonNullElse(failed.getCause(), failed), name, next.compareTo(notice) > 0);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted while '" + name + "' was waited for")
                        .initCause(stopped);
            }
        }
    }

    private static Opened opened(Path path, Configuration hadoop) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        if (!(files instanceof LocalFileSystem)) {
            try {
                files.getFileStatus(path);
            } catch (FileNotFoundException | AccessDeniedException | AccessControlException answer) {
                return new Opened(files, Optional.empty());
            } catch (IOException failed) {
                return new Opened(files, Optional.of(failed));
            } catch (RuntimeException unusual) {
                // Such as a path with wildcards that this file system refuses to look up. Whoever asked knows better.
                return new Opened(files, Optional.empty());
            }
        }
        return new Opened(files, Optional.empty());
    }

    /** @param late whether somebody was told to wait, and should not wait for the same failure again */
    private static IOException failure(Throwable cause, String name, boolean late) {
        if (cause instanceof IOException failed) {
            if (late) {
                throw unreachable(name, failed);
            }
            return failed;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    private static InvalidInput unreachable(String name, IOException failed) {
        return new InvalidInput(
                "'%s' cannot be reached: %s; %s".formatted(name, Excerpt.reason(failed), advice()), failed);
    }

    private static String advice() {
        return "check its name, the network and, for an object store, its endpoint (spark.hadoop.fs.s3a.endpoint of S3)";
    }

    private static Duration patience(Configuration hadoop) {
        String given = hadoop.getTrimmed(PATIENCE, USUAL_SECONDS + "s");
        try {
            long seconds = hadoop.getTimeDuration(PATIENCE, USUAL_SECONDS, TimeUnit.SECONDS);
            if (seconds >= 1) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException malformed) {
            // Told below, as a wait of no seconds is.
        }
        throw new InvalidInput("%s: value '%s' is no time of at least 1s; write it as 120s".formatted(PATIENCE, given));
    }

    private static URI place(Path path, Configuration hadoop) {
        URI uri = path.toUri();
        return uri.getScheme() == null ? FileSystem.getDefaultUri(hadoop) : uri;
    }

    private static String name(URI place) {
        return place.getScheme() + "://" + (place.getAuthority() == null ? "" : place.getAuthority());
    }
}
