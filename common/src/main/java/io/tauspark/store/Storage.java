package io.tauspark.store;

import io.tauspark.config.InvalidInput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Access to any Hadoop file system: whole small files in and out, and replacement of a file in one step. */
public final class Storage {
    private Storage() {}

    /** The file system of a path. Local files get no {@code .crc} companions: manifests carry checksums instead. */
    public static FileSystem of(Path path, Configuration hadoop) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        if (files instanceof LocalFileSystem local) {
            local.setWriteChecksum(false);
            local.setVerifyChecksum(false);
        }
        return files;
    }

    /** A path with its scheme and without relative parts, so that an executor reads what the driver meant. */
    public static Path qualified(String path, Configuration hadoop) throws IOException {
        try {
            Path given = new Path(path);
            return of(given, hadoop).makeQualified(given);
        } catch (IllegalArgumentException | UnsupportedFileSystemException malformed) {
            throw new InvalidInput("path '" + path + "' is not valid: " + malformed.getMessage(), malformed);
        }
    }

    /** @throws InvalidInput if nothing is there */
    public static byte[] read(Path file, Configuration hadoop) throws IOException {
        try (var in = of(file, hadoop).open(file)) {
            return in.readAllBytes();
        } catch (FileNotFoundException missing) {
            throw new InvalidInput("file '" + file + "' does not exist", missing);
        }
    }

    public static String readText(Path file, Configuration hadoop) throws IOException {
        return new String(read(file, hadoop), StandardCharsets.UTF_8);
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

    /** Replaces a file in one step: a reader sees the old content or the new, never a part. */
    public static void replaceText(Path file, String content, Configuration hadoop) throws IOException {
        Path next = new Path(file.getParent(), "." + file.getName() + ".next");
        writeText(next, content, hadoop);
        FileContext.getFileContext(file.toUri(), hadoop).rename(next, file, Rename.OVERWRITE);
    }
}
