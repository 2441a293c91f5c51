package io.tauspark.corpus.files;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The files of an input, in the order of their paths. Those whose name, or a directory above them within the input,
 * starts with {@code _} or {@code .} are left out: writers put their own there.
 *
 * @param root what paths are told relative to: the directory, or the last one above a file or a glob
 * @param candidates directories that may be tables with some of the files: those with a name in them that tables have, and
 *     all above what was found
 */
public record InputFiles(Path root, List<FileStatus> files, SortedSet<Path> candidates) {
    private static final Pattern WITH_SCHEME = Pattern.compile("(?s)[A-Za-z][A-Za-z0-9+.-]*:/.*");

    /** Stands for characters that the environment's encoding lacks. */
    private static final char LOST = '\uFFFD';

    /**
     * Lists an input.
     *
     * @param input a file, a directory or a glob
     * @throws InvalidInput if nothing is there, something in it cannot be looked up or is no file, or it has a file with
     *     an unknown compression
     */
    public static InputFiles of(String input, Configuration hadoop) {
        try {
            InputFiles found = find(qualified(input, hadoop), input, hadoop);
            found.files.forEach(file -> Compression.of(file.getPath()));
            return found;
        } catch (InvalidInput known) {
            throw known;
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new InvalidInput(
                    "input '" + Excerpt.whole(input) + "' cannot be read: " + SliceRecords.reason(unreadable),
                    unreadable);
        }
    }

    /** Path of a file below the root. */
    static String relative(Path root, String file) {
        String below = root.toString();
        return file.substring(below.endsWith("/") ? below.length() : below.length() + 1);
    }

    private static InputFiles find(Path path, String input, Configuration hadoop) throws IOException {
        FileTree tree = FileTree.of(path, hadoop);
        Optional<FileStatus> named = tree.find(path);
        if (named.isPresent()) {
            Path root = named.get().isDirectory() || path.getParent() == null ? path : path.getParent();
            return of(root, List.of(named.get()), tree);
        }
        Glob glob = new Glob(path);
        List<FileStatus> matches = glob.matches(tree);
        if (matches.isEmpty()) {
            throw new InvalidInput(
                    "input '" + Excerpt.whole(input) + "' does not exist; give a file, a directory or a glob");
        }
        return of(glob.root(), matches, tree);
    }

    private static InputFiles of(Path root, List<FileStatus> found, FileTree tree) throws IOException {
        SortedSet<Path> candidates = new TreeSet<>();
        List<FileStatus> files = sorted(tree.files(found, candidates));
        for (FileStatus top : found) {
            // A directory that is there already is marked within another match, or its own were added with it.
            Path above = top.getPath().getParent();
            while (above != null && candidates.add(above)) {
                above = above.getParent();
            }
        }
        return new InputFiles(root, files, Collections.unmodifiableSortedSet(candidates));
    }

    /** A path as it is meant, even with a colon in a name, which Hadoop takes for the end of a scheme. */
    private static Path qualified(String input, Configuration hadoop) throws IOException {
        if (input.indexOf(LOST) >= 0
                && !System.getProperty("sun.jnu.encoding", "").equals("UTF-8")) {
            throw new InvalidInput("input '" + Excerpt.whole(input) + "' has characters that were lost on the way here;"
                    + " set LC_ALL=C.UTF-8");
        }
        if (WITH_SCHEME.matcher(input).matches()) {
            return Storage.qualified(input, hadoop);
        }
        Path working = Storage.qualified(".", hadoop);
        String path = input.startsWith("/") ? input : working.toUri().getPath() + "/" + input;
        return new Path(working.toUri().getScheme(), working.toUri().getAuthority(), path);
    }

    /** The files by their paths, each once, even if several parts of a glob match it. */
    private static List<FileStatus> sorted(List<FileStatus> files) {
        Map<String, FileStatus> byPath = new TreeMap<>();
        files.forEach(file -> byPath.put(file.getPath().toString(), file));
        return List.copyOf(byPath.values());
    }
}
