package io.tauspark.corpus.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The tree of a file system that is not this machine's own, as Hadoop sees it. */
final class RemoteTree implements FileTree {
    private final FileSystem system;

    RemoteTree(FileSystem system) {
        this.system = system;
    }

    @Override
    public Optional<FileStatus> find(Path path) throws IOException {
        try {
            return Optional.of(system.getFileStatus(path));
        } catch (FileNotFoundException missing) {
            return Optional.empty();
        }
    }

    @Override
    public List<FileStatus> children(Path directory, Predicate<String> wanted) throws IOException {
        return Arrays.stream(system.listStatus(directory))
                .filter(child -> wanted.test(child.getPath().getName()))
                .toList();
    }

    @Override
    public List<FileStatus> files(List<FileStatus> roots, Set<Path> marked) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        for (FileStatus root : roots) {
            if (!root.isDirectory()) {
                files.add(root);
                continue;
            }
            // One listing of all levels, which object stores answer with far fewer requests.
            RemoteIterator<LocatedFileStatus> below = system.listFiles(root.getPath(), true);
            while (below.hasNext()) {
                FileStatus file = below.next();
                String[] names = InputFiles.relative(
                                root.getPath(), file.getPath().toString())
                        .split("/");
                for (int i = 0; i < names.length - 1; i++) {
                    if (TableFormat.isMark(names[i])) {
                        marked.add(above(file.getPath(), names.length - i));
                    }
                }
                if (Arrays.stream(names).noneMatch(FileTree::isHidden)) {
                    files.add(file);
                }
            }
        }
        return files;
    }

    private static Path above(Path file, int levels) {
        Path above = file;
        for (int i = 0; i < levels; i++) {
            above = Objects.requireNonNull(above.getParent());
        }
        return above;
    }
}
