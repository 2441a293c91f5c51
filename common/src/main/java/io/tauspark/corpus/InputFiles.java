package io.tauspark.corpus;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files of an input, in the order of their paths. Those whose name, or a directory above them within the input,
 * starts with {@code _} or {@code .} are left out: writers put their own there.
 *
 * @param root what paths are told relative to: the directory, or the last one above a file or a glob
 */
record InputFiles(Path root, List<FileStatus> files) {
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{]");

    /**
     * @param input a file, a directory or a glob
     * @throws InvalidInput if nothing is there, it cannot be listed, or it has a file with an unknown compression
     */
    static InputFiles of(String input, Configuration hadoop) {
        try {
            InputFiles found = find(Storage.qualified(input, hadoop), input, hadoop);
            found.files.forEach(file -> Compression.of(file.getPath()));
            return found;
        } catch (IOException unreadable) {
            throw new InvalidInput("input '" + input + "' cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** Path of a file below the root. */
    static String relative(Path root, String file) {
        String below = root.toString();
        return file.substring(below.endsWith("/") ? below.length() : below.length() + 1);
    }

    private static InputFiles find(Path path, String input, Configuration hadoop) throws IOException {
        FileSystem system = Storage.of(path, hadoop);
        List<FileStatus> files = new ArrayList<>();
        Path root;
        if (system.exists(path)) {
            root = collect(system.getFileStatus(path), system, files) ? path : parent(path);
        } else {
            FileStatus[] matches = system.globStatus(path);
            if (matches == null || matches.length == 0) {
                throw new InvalidInput("input '" + input + "' does not exist; give a file, a directory or a glob");
            }
            for (FileStatus match : matches) {
                if (!isHidden(match.getPath().getName())) {
                    collect(match, system, files);
                }
            }
            root = path;
            while (WILDCARD.matcher(root.toString()).find()) {
                root = parent(root);
            }
        }
        files.sort(Comparator.comparing(file -> file.getPath().toString()));
        return new InputFiles(root, List.copyOf(files));
    }

    /** Adds a file, or all below a directory, and tells whether it is a directory. */
    private static boolean collect(FileStatus found, FileSystem system, List<FileStatus> files) throws IOException {
        if (!found.isDirectory()) {
            files.add(found);
            return false;
        }
        RemoteIterator<LocatedFileStatus> below = system.listFiles(found.getPath(), true);
        while (below.hasNext()) {
            FileStatus file = below.next();
            String[] names =
                    relative(found.getPath(), file.getPath().toString()).split("/");
            if (List.of(names).stream().noneMatch(InputFiles::isHidden)) {
                files.add(file);
            }
        }
        return true;
    }

    private static boolean isHidden(String name) {
        return name.startsWith("_") || name.startsWith(".");
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
