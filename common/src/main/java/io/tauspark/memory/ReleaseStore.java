package io.tauspark.memory;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The releases of one domain memory: {@code releases/<UTC time>/}, each complete since it appeared, and
 * {@code CURRENT}, which names the promoted one.
 */
public final class ReleaseStore {
    /** The file that names the promoted release. */
    public static final String CURRENT = "CURRENT";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Path root;
    private final Configuration hadoop;

    /** Writes what a release holds. */
    @FunctionalInterface
    public interface Contents {
        void write(Path directory) throws IOException;
    }

    public ReleaseStore(Path root, Configuration hadoop) {
        this.root = root;
        this.hadoop = hadoop;
    }

    /**
     * Publishes a release and promotes it. If writing fails, neither the releases nor {@code CURRENT} change.
     *
     * @param now gives the release its name; a second release of the same second gets {@code -02} and so on
     * @return the directory of the release
     */
    public Path publish(Instant now, Contents contents) throws IOException {
        Path release = unused(STAMP.format(now));
        try (Publication publication = Publication.begin(release, false, hadoop)) {
            contents.write(publication.staging());
            publication.publish();
        }
        Storage.replaceText(new Path(root, CURRENT), release.getName() + "\n", hadoop);
        return release;
    }

    /**
     * The promoted release, if any.
     *
     * @throws InvalidInput if {@code CURRENT} names a release that is not there
     */
    public Optional<Path> current() throws IOException {
        Path pointer = new Path(root, CURRENT);
        if (!Storage.of(root, hadoop).exists(pointer)) {
            return Optional.empty();
        }
        String name = Storage.readText(pointer, hadoop).strip();
        if (!list().contains(name)) {
            throw new InvalidInput("'%s' names release '%s', which is none of %s; write the name of one of them into it"
                    .formatted(pointer, name, list()));
        }
        return Optional.of(new Path(releases(), name));
    }

    /** Names of the complete releases, oldest first. */
    public List<String> list() throws IOException {
        FileSystem files = Storage.of(root, hadoop);
        List<String> names = new ArrayList<>();
        if (files.exists(releases())) {
            for (FileStatus entry : files.listStatus(releases())) {
                String name = entry.getPath().getName();
                // A leading dot marks what is still being written.
                if (entry.isDirectory() && !name.startsWith(".")) {
                    names.add(name);
                }
            }
        }
        names.sort(null);
        return names;
    }

    private Path unused(String stamp) throws IOException {
        Path release = new Path(releases(), stamp);
        for (int next = 2; Storage.of(root, hadoop).exists(release); next++) {
            release = new Path(releases(), "%s-%02d".formatted(stamp, next));
        }
        return release;
    }

    private Path releases() {
        return new Path(root, "releases");
    }
}
