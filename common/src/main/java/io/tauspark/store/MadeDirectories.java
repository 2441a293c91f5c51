package io.tauspark.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Directories that were made for something that may not come to be, and then should not stay. */
public final class MadeDirectories {
    private final FileSystem files;
    private final List<Path> made;

    private MadeDirectories(FileSystem files, List<Path> made) {
        this.files = files;
        this.made = made;
    }

    /** Makes a directory and those above it, and remembers which of them were missing. */
    public static MadeDirectories make(Path directory, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(directory, hadoop);
        List<Path> missing = new ArrayList<>();
        for (Path parent = directory; parent != null && !files.exists(parent); parent = parent.getParent()) {
            missing.add(parent);
        }
        if (!files.mkdirs(directory)) {
            throw new IOException("directory '" + directory + "' could not be made");
        }
        return new MadeDirectories(files, missing);
    }

    /** Removes those that nobody has put anything into. */
    public void removeEmpty() throws IOException {
        for (Path directory : made) {
            if (files.exists(directory) && files.listStatus(directory).length == 0) {
                files.delete(directory, false);
            }
        }
    }
}
