package io.tauspark.release;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.MadeDirectories;
import io.tauspark.store.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The lease files of a directory, {@code .lease-000017} and so on. The highest generation counts and is never removed
 * before a higher one exists, so that the highest only ever grows.
 */
final class LeaseFiles {
    private static final Pattern NAME = Pattern.compile("\\.lease-(\\d{1,18})");

    private final Path root;
    private final Configuration hadoop;

    LeaseFiles(Path root, Configuration hadoop) {
        this.root = root;
        this.hadoop = hadoop;
    }

    Path file(long generation) {
        return new Path(root, String.format(Locale.ROOT, ".lease-%06d", generation));
    }

    /** The highest generation, 0 if there is none. */
    long highest() throws IOException {
        return generations().max().orElse(0);
    }

    /**
     * The claim in a generation's file.
     *
     * @param grace how long a file without readable content counts, from its modification
     * @return empty if the file is gone, which means that a higher generation exists
     */
    Optional<LeaseClaim> read(long generation, Duration grace) throws IOException {
        Path file = file(generation);
        String text;
        try {
            text = Storage.readText(file, hadoop);
        } catch (InvalidInput gone) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(text, LeaseClaim.class, "lease file '" + file + "'"));
        } catch (InvalidInput unreadable) {
            return modified(file).map(since -> LeaseClaim.unreadable(since, since.plus(grace)));
        }
    }

    /** Makes the file of a generation, unless somebody else has, or the last holder has removed the directory. */
    boolean create(long generation, LeaseClaim claim) throws IOException {
        try {
            return Storage.createText(file(generation), Json.pretty(claim), hadoop);
        } catch (NoSuchFileException gone) {
            MadeDirectories.make(root, hadoop);
            return false;
        }
    }

    void removeEmptyRoot() throws IOException {
        MadeDirectories.removeEmpty(root, hadoop);
    }

    void replace(long generation, LeaseClaim claim) throws IOException {
        Storage.replaceText(file(generation), Json.pretty(claim), hadoop);
    }

    void delete(long generation) throws IOException {
        Storage.of(root, hadoop).delete(file(generation), false);
    }

    void deleteBelow(long generation) throws IOException {
        for (long lower : generations().filter(found -> found < generation).toArray()) {
            delete(lower);
        }
    }

    /** Whether nothing else lies in the directory. */
    boolean alone(long generation) throws IOException {
        return Storage.names(root, hadoop).stream()
                .allMatch(name -> name.equals(file(generation).getName()));
    }

    private Optional<Instant> modified(Path file) throws IOException {
        try {
            long time = Storage.of(file, hadoop).getFileStatus(file).getModificationTime();
            return Optional.of(Instant.ofEpochMilli(time));
        } catch (FileNotFoundException gone) {
            return Optional.empty();
        }
    }

    private LongStream generations() throws IOException {
        return Storage.names(root, hadoop).stream()
                .map(NAME::matcher)
                .filter(Matcher::matches)
                .mapToLong(found -> Long.parseLong(found.group(1)));
    }
}
