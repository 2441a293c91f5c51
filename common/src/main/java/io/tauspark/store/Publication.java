package io.tauspark.store;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory that appears complete under its name or not at all. It is written beside its place and renamed into it;
 * closing it unpublished removes what was written and leaves an earlier directory of that name as it was.
 */
public final class Publication implements AutoCloseable {
    private static final String STAGING = "staging";

    private final FileSystem files;
    private final Path target;
    private final Path staging;
    private final boolean replace;
    private final List<Path> parents;
    private boolean settled;

    private Publication(FileSystem files, Path target, Path staging, boolean replace, List<Path> parents) {
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
        List<Path> parents = new ArrayList<>();
        for (Path parent = target.getParent(); parent != null && !files.exists(parent); parent = parent.getParent()) {
            parents.add(parent);
        }
        Path staging = sibling(target, STAGING);
        if (!files.mkdirs(staging)) {
            throw new IOException("directory '" + staging + "' could not be made");
        }
        return new Publication(files, target, staging, replace, parents);
    }

    /** Where to write. */
    public Path staging() {
        return staging;
    }

    /** Gives the directory its name. */
    public void publish() throws IOException {
        Path old = sibling(target, "replaced");
        boolean replaced = replace && files.exists(target);
        if (replaced) {
            rename(target, old);
        }
        try {
            rename(staging, target);
        } catch (IOException failed) {
            if (replaced) {
                rename(old, target);
            }
            throw failed;
        }
        settled = true;
        if (replaced) {
            files.delete(old, true);
        }
    }

    /**
     * Gives what was written so far another name beside the target, because it is worth more than nothing.
     *
     * @return where it is kept
     */
    public Path keepUnfinished() throws IOException {
        String name = staging.getName().replace(STAGING, "unfinished").substring(1);
        Path kept = new Path(target.getParent(), name);
        rename(staging, kept);
        settled = true;
        return kept;
    }

    @Override
    public void close() throws IOException {
        if (!settled) {
            files.delete(staging, true);
            for (Path made : parents) {
                if (files.exists(made) && files.listStatus(made).length == 0) {
                    files.delete(made, false);
                }
            }
        }
    }

    private void rename(Path from, Path to) throws IOException {
        if (files.exists(to) || !files.rename(from, to)) {
            throw new IOException("'" + from + "' could not be renamed to '" + to + "'");
        }
    }

    private static Path sibling(Path target, String purpose) {
        return new Path(target.getParent(), "." + target.getName() + "." + purpose + "-" + UUID.randomUUID());
    }
}
