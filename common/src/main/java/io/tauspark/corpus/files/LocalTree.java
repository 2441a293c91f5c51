package io.tauspark.corpus.files;

import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;

/**
 * This machine's own files. Hadoop passes over names that it cannot look up, such as links that lead nowhere and names
 * that the encoding of the environment cannot show, and goes round in circles of links.
 *
 * <p>Links are read as what they lead to, under their own names. Every directory is read once, under the name that has
 * no links if there is one, and a link to a directory above itself is refused.
 */
final class LocalTree implements FileTree {
    private static final String MEND = "; mend the link or remove it";

    @Override
    public Optional<FileStatus> find(org.apache.hadoop.fs.Path path) {
        Path file = local(path.toUri().getPath());
        try {
            return Optional.of(status(file));
        } catch (InvalidInput unusable) {
            // A name of which a part before the last is a file names nothing.
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) || isForbidden(file)) {
                throw unusable;
            }
            return Optional.empty();
        }
    }

    @Override
    public List<FileStatus> children(org.apache.hadoop.fs.Path directory, Predicate<String> wanted) {
        List<FileStatus> children = new ArrayList<>();
        for (Path child : entries(local(directory.toUri().getPath()), wanted)) {
            children.add(status(child));
        }
        return children;
    }

    @Override
    public List<FileStatus> files(List<FileStatus> roots, Set<org.apache.hadoop.fs.Path> marked) throws IOException {
        List<FileStatus> files = new ArrayList<>();
        List<Path> directories = new ArrayList<>();
        for (FileStatus root : roots) {
            if (root.isDirectory()) {
                directories.add(local(root.getPath().toUri().getPath()));
            } else {
                files.add(root);
            }
        }
        // Links come last, so that a directory has its own name where it has one.
        directories.sort(Comparator.comparing((Path root) -> Files.isSymbolicLink(root))
                .thenComparing(Comparator.naturalOrder()));
        Deque<Path> links = new ArrayDeque<>(directories);
        Set<Path> seen = new HashSet<>();
        while (!links.isEmpty()) {
            Path start = links.remove();
            Deque<Path> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                Path directory = open.remove();
                if (!seen.add(directory.toRealPath())) {
                    continue;
                }
                for (Path child : entries(directory, name -> {
                    if (TableFormat.isMark(name)) {
                        marked.add(hadoop(directory));
                    }
                    return !FileTree.isHidden(name);
                })) {
                    FileStatus status = status(child);
                    if (!status.isDirectory()) {
                        files.add(status);
                    } else if (Files.isSymbolicLink(child)) {
                        requireNoCircle(directory, child);
                        links.add(child);
                    } else {
                        open.add(child);
                    }
                }
            }
        }
        return files;
    }

    private static void requireNoCircle(Path directory, Path link) throws IOException {
        Path target = link.toRealPath();
        if (directory.toRealPath().startsWith(target)) {
            throw new InvalidInput("link '%s' leads to '%s', a directory that it lies in, so there is no end of files;"
                            .formatted(Excerpt.whole(link.toString()), Excerpt.whole(target.toString()))
                    + " remove the link");
        }
    }

    /** The entries of a directory under names that are wanted, by name. */
    private static List<Path> entries(Path directory, Predicate<String> wanted) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
            for (Path entry : found) {
                if (isReadable(entry)) {
                    if (wanted.test(name(entry))) {
                        entries.add(entry);
                    }
                } else if (wanted.test(trueName(entry))) {
                    throw unreadableName(directory, entry);
                }
            }
        } catch (IOException unusable) {
            throw refusal("directory", directory, unusable);
        }
        entries.sort(Comparator.naturalOrder());
        return entries;
    }

    /** A file that can be read, or a directory. */
    private static FileStatus status(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            if (found.isOther()) {
                throw new InvalidInput("file '" + Excerpt.whole(file.toString())
                        + "' cannot be read: it is a pipe, a socket or a device; write its content to a file");
            }
            if (!Files.isReadable(file)) {
                throw new AccessDeniedException(file.toString());
            }
            return new FileStatus(
                    found.size(),
                    found.isDirectory(),
                    1,
                    1,
                    found.lastModifiedTime().toMillis(),
                    hadoop(file));
        } catch (IOException unusable) {
            throw refusal("file", file, unusable);
        }
    }

    private static InvalidInput refusal(String kind, Path file, IOException cause) {
        if (Files.isSymbolicLink(file) && !(cause instanceof AccessDeniedException)) {
            return new InvalidInput(
                    "link '%s' leads to '%s', which %s%s"
                            .formatted(
                                    Excerpt.whole(file.toString()),
                                    Excerpt.whole(target(file)),
                                    cause instanceof NoSuchFileException ? "does not exist" : "leads back to it",
                                    MEND),
                    cause);
        }
        return new InvalidInput(
                "%s '%s' cannot be read: %s".formatted(kind, Excerpt.whole(file.toString()), reason(cause)), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "this user may not read it; give the right to, or leave it out of the input";
        }
        if (cause instanceof NoSuchFileException) {
            return "it was there and is gone; run the command when nobody changes the input";
        }
        String reason = cause instanceof FileSystemException known ? known.getReason() : cause.getMessage();
        return String.valueOf(reason);
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException unreadable) {
            return "?";
        }
    }

    /** Whether a name that cannot be looked up may well be there. */
    private static boolean isForbidden(Path file) {
        for (Path above = file.getParent(); above != null; above = above.getParent()) {
            if (Files.isDirectory(above)) {
                return !Files.isExecutable(above);
            }
        }
        return false;
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path("file", null, file.toString());
    }

    private static Path local(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException unusable) {
            throw new InvalidInput(
                    "path '%s' has characters that no file name can have here%s"
                            .formatted(Excerpt.whole(path), locale()),
                    unusable);
        }
    }

    private static String name(Path entry) {
        return entry.toAbsolutePath().getFileName().toString();
    }

    /** Whether a name survives the way through text, which Hadoop's paths are. */
    private static boolean isReadable(Path entry) {
        try {
            return Path.of(entry.toString()).equals(entry);
        } catch (InvalidPathException lost) {
            return false;
        }
    }

    /** The bytes of a name, which its URI keeps, as UTF-8. */
    private static String trueName(Path entry) {
        return new String(bytes(entry), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path entry) {
        String path = entry.toUri().getRawPath();
        String name =
                path.substring(path.replaceFirst("/$", "").lastIndexOf('/') + 1).replaceFirst("/$", "");
        byte[] bytes = new byte[name.length()];
        int count = 0;
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '%') {
                bytes[count++] = (byte) Integer.parseInt(name, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[count++] = (byte) name.charAt(i);
            }
        }
        return Arrays.copyOf(bytes, count);
    }

    private static InvalidInput unreadableName(Path directory, Path entry) {
        StringBuilder name = new StringBuilder();
        for (byte one : bytes(entry)) {
            name.append(one > ' ' ? String.valueOf((char) one) : String.format(Locale.ROOT, "\\x%02x", one));
        }
        return new InvalidInput("directory '%s' holds a file whose name cannot be shown here: '%s'%s"
                .formatted(Excerpt.whole(directory.toString()), name, environment()));
    }

    /** The change that is needed so that the name of a file can be read. */
    private static String environment() {
        String locale = locale();
        return locale.isEmpty() ? "; its bytes are no UTF-8, so rename it" : locale;
    }

    private static String locale() {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        return encoding.equals("UTF-8")
                ? ""
                : "; the locale of this process has names in " + encoding + ": set LC_ALL=C.UTF-8";
    }
}
