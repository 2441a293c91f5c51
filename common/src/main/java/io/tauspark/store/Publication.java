package io.tauspark.store;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory that appears complete under its name or not at all. It is written beside its place and renamed into it;
 * closing it unpublished removes what was written and leaves an earlier directory of that name as it was.
 *
 * <p>A process that is killed leaves a hidden sibling, see {@link #removeLeftovers}. No Hadoop file system exchanges two
 * directories: killed between the two renames of a replacement, it leaves the earlier directory as
 * {@code .NAME.replaced-…} and none under the name. What must not even be absent is published under a new name, with a
 * pointer file to it.
 */
public final class Publication implements AutoCloseable {
    /** Pattern of an id as {@link UUID} writes it. */
    public static final String UUID_PATTERN = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private static final String STAGING = "staging";
    private static final String WITHDRAWN = "withdrawn";
    private static final String REPLACED = "replaced";

    /** The ending of what killed processes leave of a name, as a regular expression, once or twice. */
    public static final String LEFTOVER_ENDING =
            "(?:\\.(?:" + STAGING + "|" + WITHDRAWN + ")-" + UUID_PATTERN + "){1,2}";

    /** Names that killed processes leave: what was published or withdrawn, for what, and an id that no person gives. */
    private static final Pattern LEFTOVER =
            Pattern.compile("\\.(.+)\\.(" + STAGING + "|" + WITHDRAWN + ")-" + UUID_PATTERN);

    private final FileSystem files;
    private final Path target;
    private final Path staging;
    private final boolean replace;
    private final MadeDirectories parents;
    private boolean settled;

    private Publication(FileSystem files, Path target, Path staging, boolean replace, MadeDirectories parents) {
        this.files = files;
        this.target = target;
        this.staging = staging;
        this.replace = replace;
        this.parents = parents;
    }

    /**
     * @param replace whether an existing directory may be replaced
     * @throws InvalidInput if the target exists and may not be replaced
     */
    public static Publication begin(Path target, boolean replace, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(target, hadoop);
        if (!replace && files.exists(target)) {
            throw new InvalidInput("output '" + target + "' exists; give another output or set overwrite=true");
        }
        MadeDirectories parents = MadeDirectories.make(target.getParent(), hadoop);
        Path staging = sibling(target, STAGING);
        if (!files.mkdirs(staging)) {
            throw new IOException("directory '" + staging + "' could not be made");
        }
        return new Publication(files, target, staging, replace, parents);
    }

    /** The directory to write to. */
    public Path staging() {
        return staging;
    }

    /** Gives the directory its name. */
    public void publish() throws IOException {
        publish(files, staging, target, replace);
        settled = true;
    }

    /**
     * Gives a directory that was written elsewhere on the same file system its final name.
     *
     * @param replace whether an existing directory of that name may be replaced
     */
    public static void publish(Path written, Path target, boolean replace, Configuration hadoop) throws IOException {
        publish(Storage.of(target, hadoop), written, target, replace);
    }

    @Override
    public void close() throws IOException {
        if (!settled) {
            files.delete(staging, true);
            parents.removeEmpty();
        }
    }

    /** Removes a directory, which is gone under its name in one step, whatever becomes of the rest. */
    public static void withdraw(Path directory, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(directory, hadoop);
        Path withdrawn = sibling(directory, WITHDRAWN);
        rename(files, directory, withdrawn);
        files.delete(withdrawn, true);
    }

    /**
     * Removes what killed processes left beside the directories they published or withdrew. It takes away what a living
     * process is writing, too, so the caller must know that there is none.
     *
     * @param parent where the directories lie
     */
    public static void removeLeftovers(Path parent, Configuration hadoop) throws IOException {
        for (String name : Storage.names(parent, hadoop)) {
            Matcher leftover = LEFTOVER.matcher(name);
            if (leftover.matches()) {
                remove(new Path(parent, name), leftover.group(2), hadoop);
            }
        }
    }

    /** Whether a killed process left something beside one directory. */
    public static boolean hasLeftovers(Path target, Configuration hadoop) throws IOException {
        Pattern own = leftoverOf(target, STAGING + "|" + WITHDRAWN + "|" + REPLACED);
        return Storage.names(target.getParent(), hadoop).stream()
                .anyMatch(name -> own.matcher(name).matches());
    }

    /**
     * Puts right what killed processes left beside one directory: what was to be replaced is the directory again if nothing
     * has taken its place, and is removed otherwise; the rest is removed. The caller must know that no other process is
     * publishing this directory.
     *
     * @param kind of the directory; what is not of it stays
     */
    public static void recover(Path target, OutputKind kind, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(target, hadoop);
        Pattern own = leftoverOf(target, STAGING + "|" + WITHDRAWN);
        Pattern replaced = leftoverOf(target, REPLACED);
        List<FileStatus> earlier = new ArrayList<>();
        for (String name : Storage.names(target.getParent(), hadoop)) {
            Path leftover = new Path(target.getParent(), name);
            Matcher matcher = own.matcher(name);
            if (matcher.matches()) {
                remove(leftover, matcher.group(1), hadoop);
            } else if (replaced.matcher(name).matches()) {
                earlier.add(files.getFileStatus(leftover));
            }
        }
        earlier.sort(Comparator.comparingLong(FileStatus::getModificationTime).reversed());
        for (FileStatus newestFirst : earlier) {
            Path leftover = newestFirst.getPath();
            if (!files.exists(target)) {
                rename(files, leftover, target);
            } else if (kind.foreign(leftover, hadoop).isEmpty()) {
                files.delete(leftover, true);
            }
        }
    }

    /** The pattern of leftovers of a directory, also of one whose removal was killed. */
    private static Pattern leftoverOf(Path target, String purposes) {
        return Pattern.compile("%s(?:\\.%s-%s)?\\.(%s)-%s"
                .formatted(Pattern.quote("." + target.getName()), STAGING, UUID_PATTERN, purposes, UUID_PATTERN));
    }

    private static void remove(Path leftover, String purpose, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(leftover, hadoop);
        if (purpose.equals(STAGING)) {
            // Its name goes first: a process believed dead must not publish a directory that is half deleted.
            Path withdrawn =
                    new Path(leftover.getParent(), leftover.getName() + "." + WITHDRAWN + "-" + UUID.randomUUID());
            rename(files, leftover, withdrawn);
            files.delete(withdrawn, true);
        } else {
            files.delete(leftover, true);
        }
    }

    private static void publish(FileSystem files, Path written, Path target, boolean replace) throws IOException {
        Path old = sibling(target, REPLACED);
        boolean replaced = replace && files.exists(target);
        if (replaced) {
            rename(files, target, old);
        }
        try {
            rename(files, written, target);
        } catch (IOException failed) {
            if (replaced) {
                rename(files, old, target);
            }
            throw failed;
        }
        if (replaced) {
            files.delete(old, true);
        }
    }

    private static void rename(FileSystem files, Path from, Path to) throws IOException {
        if (files.exists(to) || !files.rename(from, to)) {
            throw new IOException("'" + from + "' could not be renamed to '" + to + "'");
        }
    }

    private static Path sibling(Path target, String purpose) {
        return new Path(target.getParent(), "." + target.getName() + "." + purpose + "-" + UUID.randomUUID());
    }
}
