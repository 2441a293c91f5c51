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

    /**
     * Makes a directory and those above it, and remembers which of them were missing.
     *
     * @throws IOException if that is not possible; none of them stays then
     */
    public static MadeDirectories make(Path directory, Configuration hadoop) throws IOException {
        FileSystem files = Storage.of(directory, hadoop);
        List<Path> missing = new ArrayList<>();
        for (Path parent = directory; parent != null && !files.exists(parent); parent = parent.getParent()) {
            missing.add(parent);
        }
        MadeDirectories made = new MadeDirectories(files, missing);
        try {
            if (!files.mkdirs(directory)) {
                throw new IOException("directory '" + directory + "' could not be made");
            }
        } catch (IOException refused) {
            made.removeEmpty();
            throw refused;
        }
        return made;
    }

    /** Removes those that nobody has put anything into. */
    public void removeEmpty() throws IOException {
        for (Path directory : made) {
            removeEmpty(directory, files);
        }
    }

    /** Removes a directory unless it is gone, or something is in it. */
    public static void removeEmpty(Path directory, Configuration hadoop) throws IOException {
        removeEmpty(directory, Storage.of(directory, hadoop));
    }

    private static void removeEmpty(Path directory, FileSystem files) throws IOException {
        if (isEmpty(directory, files)) {
            try {
                files.delete(directory, false);
            } catch (IOException refused) {
                // Somebody may have put something there in this moment.
                if (isEmpty(directory, files)) {
                    throw refused;
                }
            }
        }
    }

    private static boolean isEmpty(Path directory, FileSystem files) throws IOException {
        return files.exists(directory) && files.listStatus(directory).length == 0;
    }
}
