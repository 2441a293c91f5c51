package io.tauspark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files that a command writes into a directory of its own, so that others in it can be told from them. A link belongs to
 * none, and neither does an empty directory beside the files' own.
 */
public final class Layout {
    /** A Parquet file of one write of Spark, whatever its compression. */
    public static final String SPARK_PART = "part-[0-9]+-(?<write>[0-9a-f-]{36})-c[0-9]+(?:\\.[a-z0-9_]+)?\\.parquet";

    /** The file that Spark leaves beside such files. */
    public static final String SPARK_SUCCESS = "_SUCCESS";

    /** The last name of a path that stands for everything below. */
    private static final String ALL = "**";

    /** The group of a pattern that must match the same text wherever it occurs, as Spark's id of one write does. */
    private static final String WRITE = "(?<write>";

    /** The names of a file while it is replaced, and of the checksum that Hadoop puts beside it. */
    private static final Pattern COMPANION = Pattern.compile("\\.(.+)\\.(?:crc|next-" + Publication.UUID_PATTERN + ")");

    /** Enough to show what kind of files they are. */
    private static final int MOST_SHOWN = 3;

    private final List<List<String>> paths;

    private Layout(List<List<String>> paths) {
        this.paths = paths;
    }

    /**
     * @param paths of files, each name a regular expression; {@code **} as the last one stands for all below, and
     *     {@code (?<write>…)} for something that is the same in all names
     */
    public static Layout of(String... paths) {
        return new Layout(
                Arrays.stream(paths).map(path -> List.of(path.split("/"))).toList());
    }

    /**
     * Paths below a directory that do not belong to it, sorted: a few, and then an ellipsis for further ones.
     *
     * @return none if all of them belong
     */
    public List<String> foreign(Path directory, Configuration hadoop) throws IOException {
        Search search = new Search(Storage.of(directory, hadoop));
        search.directory(directory, List.of());
        return search.found();
    }

    private boolean isFile(List<String> path, Consumer<String> writes) {
        return paths.stream().anyMatch(known -> isFile(path, known, writes));
    }

    private static boolean isFile(List<String> path, List<String> known, Consumer<String> writes) {
        int last = known.size() - 1;
        return path.size() == known.size()
                && begins(path.subList(0, last), known)
                && isName(path.get(last), known.get(last), writes);
    }

    private static boolean isName(String name, String known, Consumer<String> writes) {
        Matcher companion = COMPANION.matcher(name);
        Matcher matcher = Pattern.compile(known).matcher(companion.matches() ? companion.group(1) : name);
        if (!matcher.matches()) {
            return false;
        }
        if (known.contains(WRITE)) {
            writes.accept(matcher.group("write"));
        }
        return true;
    }

    private boolean isDirectory(List<String> path) {
        return paths.stream().anyMatch(known -> path.size() < known.size() && begins(path, known));
    }

    /** Whether everything there belongs. */
    private boolean isAnything(List<String> path) {
        return paths.stream()
                .filter(known -> known.get(known.size() - 1).equals(ALL))
                .map(known -> known.subList(0, known.size() - 1))
                .anyMatch(known -> path.size() > known.size() && begins(path.subList(0, known.size()), known));
    }

    private static boolean begins(List<String> path, List<String> known) {
        for (int k = 0; k < path.size(); k++) {
            if (!path.get(k).matches(known.get(k))) {
                return false;
            }
        }
        return true;
    }

    /** An entry of a directory. */
    private record Entry(String name, boolean directory, boolean link) {}

    private final class Search {
        private final FileSystem files;
        private final List<String> foreign = new ArrayList<>();
        private final Set<String> writes = new HashSet<>();

        Search(FileSystem files) {
            this.files = files;
        }

        List<String> found() {
            return foreign.size() <= MOST_SHOWN
                    ? foreign
                    : Stream.concat(foreign.stream().limit(MOST_SHOWN), Stream.of("…"))
                            .toList();
        }

        void directory(Path directory, List<String> above) throws IOException {
            for (Entry entry : entries(directory)) {
                if (foreign.size() > MOST_SHOWN) {
                    return;
                }
                List<String> path = new ArrayList<>(above);
                path.add(entry.name());
                boolean known = !entry.link() && (isAnything(path) || belongs(entry, path));
                if (!known || writes.size() > 1) {
                    foreign.add(String.join("/", path) + (entry.directory() ? "/" : ""));
                } else if (entry.directory() && !isAnything(path)) {
                    directory(new Path(directory, entry.name()), path);
                }
            }
        }

        private boolean belongs(Entry entry, List<String> path) {
            return entry.directory() ? isDirectory(path) : isFile(path, writes::add);
        }

        private List<Entry> entries(Path directory) throws IOException {
            try {
                return list(directory);
            } catch (FileNotFoundException | NoSuchFileException gone) {
                // Its command is at work, and has removed it since its name was seen.
                return List.of();
            }
        }

        private List<Entry> list(Path directory) throws IOException {
            List<Entry> entries = new ArrayList<>();
            if (files instanceof LocalFileSystem local) {
                // Hadoop follows links and passes over names that it cannot look up.
                try (Stream<java.nio.file.Path> all = Files.list(Storage.nio(local, directory))) {
                    all.forEach(each -> entries.add(new Entry(
                            String.valueOf(each.getFileName()),
                            Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS),
                            Files.isSymbolicLink(each))));
                }
            } else {
                for (FileStatus status : files.listStatus(directory)) {
                    entries.add(new Entry(status.getPath().getName(), status.isDirectory(), status.isSymlink()));
                }
            }
            entries.sort(Comparator.comparing(Entry::name));
            return entries;
        }
    }
}
