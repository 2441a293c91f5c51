package io.tauspark.corpus.files;

import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files and directories of one file system. Whatever is listed is there or an error: nothing that cannot be looked
 * up is passed over.
 */
interface FileTree {
    /** The tree that a path belongs to. */
    static FileTree of(Path path, Configuration hadoop) throws IOException {
        FileSystem system = Storage.of(path, hadoop);
        return system instanceof LocalFileSystem ? new LocalTree() : new RemoteTree(system);
    }

    /** Finds what is at a path, behind links, or nothing. */
    Optional<FileStatus> find(Path path) throws IOException;

    /** The entries of a directory under names that are wanted. */
    List<FileStatus> children(Path directory, Predicate<String> wanted) throws IOException;

    /**
     * The files among these, and all files below the directories among them. A name that begins with {@code _} or
     * {@code .} below a directory is left out with all that it holds.
     *
     * @param marked takes the directories that hold a {@linkplain TableFormat#isMark mark of a table}
     */
    List<FileStatus> files(List<FileStatus> roots, Set<Path> marked) throws IOException;

    /** Whether writers put their own under such a name. */
    static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }
}
