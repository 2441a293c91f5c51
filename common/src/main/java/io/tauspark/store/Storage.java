package io.tauspark.store;

import io.tauspark.config.InvalidInput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Access to any Hadoop file system: whole small files in and out, replaced or created in one step. */
public final class Storage {
    /** Openings of a file that cannot be read to its end, after which it is not being replaced but unreadable. */
    private static final int OPENINGS = 3;

    private Storage() {}

    /**
     * The file system of a path. Local files get no {@code .crc} companions: manifests carry checksums instead.
     *
     * @throws InvalidInput if there is none for its scheme, no host of that name, or no answer of it
     */
    public static FileSystem of(Path path, Configuration hadoop) throws IOException {
        FileSystem files = find(path, hadoop);
        if (files instanceof LocalFileSystem local) {
            LocalNames.require(path);
            local.setWriteChecksum(false);
            local.setVerifyChecksum(false);
        }
        return files;
    }

    private static FileSystem find(Path path, Configuration hadoop) throws IOException {
        try {
            return FirstAnswer.of(path, hadoop);
        } catch (InvalidInput silent) {
            throw silent;
        } catch (UnsupportedFileSystemException unknown) {
            throw new InvalidInput(
                    "path '%s' is not valid: there is no file system for '%s:'; %s"
                            .formatted(path, scheme(path), FileSystemModule.advice(scheme(path))),
                    unknown);
        } catch (IllegalArgumentException unusable) {
            // A host of HDFS that nobody knows, or an address that its file system does not take.
            Throwable cause = unusable.getCause();
            String reason = cause instanceof UnknownHostException
                    ? "the host '" + cause.getMessage() + "' is unknown"
                    : unusable.getMessage();
            throw new InvalidInput("path '%s' cannot be used: %s; correct it".formatted(path, reason), unusable);
        } catch (RuntimeException | LinkageError missing) {
            if (missing instanceof LinkageError || missing.getCause() instanceof ClassNotFoundException) {
                throw new InvalidInput(
                        "path '%s' needs the file system '%s:', whose classes are missing; %s"
                                .formatted(path, scheme(path), FileSystemModule.advice(scheme(path))),
                        missing);
            }
            throw missing;
        }
    }

    private static String scheme(Path path) {
        return String.valueOf(path.toUri().getScheme());
    }

    /** A path with its scheme and without relative parts, so that an executor reads what the driver meant. */
    public static Path qualified(String path, Configuration hadoop) throws IOException {
        try {
            Path given = new Path(path);
            return of(given, hadoop).makeQualified(given);
        } catch (InvalidInput refused) {
            throw refused;
        } catch (IllegalArgumentException malformed) {
            throw new InvalidInput("path '" + path + "' is not valid: " + malformed.getMessage(), malformed);
        }
    }

    /**
     * Reads all of a file. One that is replaced meanwhile is opened again: HDFS may have removed the blocks of the file that
     * was opened first.
     *
     * @throws InvalidInput if nothing is there
     */
    public static byte[] read(Path file, Configuration hadoop) throws IOException {
        FileSystem files = of(file, hadoop);
        for (int again = OPENINGS - 1; ; again--) {
            try (var in = files.open(file)) {
                return in.readAllBytes();
            } catch (FileNotFoundException missing) {
                throw new InvalidInput("file '" + file + "' does not exist", missing);
            } catch (IOException failed) {
                if (again == 0) {
                    throw failed;
                }
            }
        }
    }

    /** @throws InvalidInput if nothing is there, or it is no text */
    public static String readText(Path file, Configuration hadoop) throws IOException {
        return text(read(file, hadoop), "file '" + file + "'");
    }

    /**
     * Bytes as UTF-8, of which no byte is lost or replaced.
     *
     * @param what names them in messages
     * @throws InvalidInput if they are no UTF-8
     */
    public static String text(byte[] content, String what) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException broken) {
            throw new InvalidInput(
                    String.format(Locale.ROOT, "%s is no text in UTF-8 from byte %d on", what, bytes.position()),
                    broken);
        }
    }

    /** Writes a new file; readers see it only once it is complete if its directory is itself being staged. */
    public static void write(Path file, byte[] content, Configuration hadoop) throws IOException {
        try (var out = of(file, hadoop).create(file, true)) {
            out.write(content);
        }
    }

    public static void writeText(Path file, String content, Configuration hadoop) throws IOException {
        write(file, content.getBytes(StandardCharsets.UTF_8), hadoop);
    }

    /**
     * Replaces a file in one step: a reader sees the old content or the new, never a part and never nothing. That holds
     * on local file systems and HDFS; an object store may have a moment without the file. A process that is killed may
     * leave {@code .NAME.next-…} beside it.
     */
    public static void replaceText(Path file, String content, Configuration hadoop) throws IOException {
        replace(file, content.getBytes(StandardCharsets.UTF_8), hadoop);
    }

    /** The same of any content. */
    public static void replace(Path file, byte[] content, Configuration hadoop) throws IOException {
        replace(file, next -> write(next, content, hadoop), hadoop);
    }

    /** Writes a file. */
    public interface Writing {
        void to(Path file) throws IOException;
    }

    /** The same of content that need not be in memory as a whole. */
    public static void replace(Path file, Writing content, Configuration hadoop) throws IOException {
        FileSystem files = of(file, hadoop);
        // Two writers of one name would write into each other's file.
        Path next = new Path(file.getParent(), hidden(file) + ".next-" + UUID.randomUUID());
        try {
            content.to(next);
            if (files instanceof LocalFileSystem local) {
                // FileContext deletes a local file before it renames the next one to its name.
                Files.move(nio(local, next), nio(local, file), StandardCopyOption.ATOMIC_MOVE);
            } else {
                FileContext.getFileContext(file.toUri(), hadoop).rename(next, file, Rename.OVERWRITE);
            }
        } catch (IOException failed) {
            files.delete(next, false);
            throw failed;
        }
    }

    /**
     * Makes a file unless it exists; of several callers exactly one makes it. Others may see it before it has its
     * content. That holds on local file systems and HDFS; an object store without exclusive creation may let two win.
     *
     * @return whether this call made it
     */
    public static boolean createText(Path file, String content, Configuration hadoop) throws IOException {
        FileSystem files = of(file, hadoop);
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        if (files instanceof LocalFileSystem local) {
            // Hadoop's local file system first looks and then creates.
            try {
                Files.write(nio(local, file), bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                return true;
            } catch (java.nio.file.FileAlreadyExistsException taken) {
                return false;
            }
        }
        FSDataOutputStream created;
        try {
            created = files.create(file, false);
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (IOException refused) {
            // HDFS has a different refusal for a file that its maker has not closed yet.
            if (files.exists(file)) {
                return false;
            }
            throw refused;
        }
        try (var out = created) {
            out.write(bytes);
        }
        return true;
    }

    /** Names in a directory at one moment, sorted; none if there is no directory. */
    public static List<String> names(Path directory, Configuration hadoop) throws IOException {
        FileSystem files = of(directory, hadoop);
        if (files instanceof LocalFileSystem local) {
            // Hadoop asks for each file again, and one that was replaced by another meanwhile would hide both.
            try (Stream<java.nio.file.Path> entries = Files.list(nio(local, directory))) {
                return entries.map(entry -> entry.getFileName().toString())
                        .sorted()
                        .toList();
            } catch (NoSuchFileException | NotDirectoryException missing) {
                return List.of();
            }
        }
        try {
            if (!files.getFileStatus(directory).isDirectory()) {
                return List.of();
            }
            return Arrays.stream(files.listStatus(directory))
                    .map(entry -> entry.getPath().getName())
                    .sorted()
                    .toList();
        } catch (FileNotFoundException missing) {
            return List.of();
        }
    }

    /** Whether a path is a link to another place, which local file systems alone have. */
    public static boolean isLink(Path path, Configuration hadoop) throws IOException {
        return of(path, hadoop) instanceof LocalFileSystem local && Files.isSymbolicLink(nio(local, path));
    }

    /** The name of a path with a leading dot. */
    static String hidden(Path path) {
        String name = path.getName();
        return name.startsWith(".") ? name : "." + name;
    }

    static java.nio.file.Path nio(LocalFileSystem local, Path path) {
        return local.pathToFile(path).toPath();
    }
}
