package io.tauspark.release;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The releases of one domain memory, as readers see them: {@code releases/<UTC time>/}, each complete since it
 * appeared, and {@code CURRENT}, which names the promoted one. They are changed through a {@link ReleaseWriter}.
 */
public final class ReleaseStore {
    /** The file that names the promoted release. */
    public static final String CURRENT = "CURRENT";

    static final String RELEASES = "releases";

    private final Path root;
    private final Configuration hadoop;

    public ReleaseStore(Path root, Configuration hadoop) {
        this.root = root;
        this.hadoop = hadoop;
    }

    /**
     * The promoted release, if any.
     *
     * @throws InvalidInput if {@code CURRENT} names a release that is not there
     */
    public Optional<Path> current() throws IOException {
        return currentName().map(this::directory);
    }

    /** Names of the complete releases, oldest first. */
    public List<String> names() throws IOException {
        FileSystem files = Storage.of(root, hadoop);
        List<String> names = new ArrayList<>();
        if (files.exists(releases())) {
            for (FileStatus entry : files.listStatus(releases())) {
                String name = entry.getPath().getName();
                // A leading dot marks what is still being written, or already being removed.
                if (entry.isDirectory() && !name.startsWith(".")) {
                    names.add(name);
                }
            }
        }
        names.sort(null);
        return names;
    }

    /** The complete releases with what is known of them, oldest first. */
    public List<StoredRelease> list() throws IOException {
        Optional<String> current = currentName();
        Promotions promotions = Promotions.read(root, current, hadoop);
        return names().stream()
                .map(name -> new StoredRelease(
                        name,
                        directory(name),
                        ReleaseName.time(name),
                        current.equals(Optional.of(name)),
                        promotions.of(name)))
                .toList();
    }

    /**
     * The directory of a release.
     *
     * @throws InvalidInput if there is no such release, with those that there are
     */
    public Path find(String name) throws IOException {
        List<String> names = names();
        if (!names.contains(name)) {
            throw new InvalidInput("memory '%s' has no release '%s'; give one of %s".formatted(root, name, names));
        }
        return directory(name);
    }

    /** The release that a rollback would promote: the one before the current one, as far as it still exists. */
    public Optional<String> rollbackTarget() throws IOException {
        return Promotions.read(root, currentName(), hadoop).beforeCurrent(names());
    }

    Optional<String> currentName() throws IOException {
        Optional<String> current = pointer();
        List<String> names = names();
        if (current.isPresent() && !names.contains(current.get())) {
            throw new InvalidInput("'%s' names release '%s', which is none of %s; promote one of them"
                    .formatted(new Path(root, CURRENT), Excerpt.line(current.get()), names));
        }
        return current;
    }

    /** The content of {@code CURRENT}, true or not. */
    Optional<String> pointer() throws IOException {
        Path file = new Path(root, CURRENT);
        return Storage.of(root, hadoop).exists(file)
                ? Optional.of(Storage.readText(file, hadoop).strip())
                : Optional.empty();
    }

    Path releases() {
        return new Path(root, RELEASES);
    }

    private Path directory(String name) {
        return new Path(releases(), name);
    }
}
