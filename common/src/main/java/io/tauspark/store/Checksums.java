package io.tauspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.Excerpt;
import io.tauspark.config.InvalidInput;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checksums of the files of a directory when it was written, as {@code checksums.json} beside them. Damage is an
 * {@link InvalidInput} that names the file; an {@link IOException} says that the files could not be looked at, and
 * nothing about them.
 *
 * @param files by name
 */
public record Checksums(SortedMap<String, Content> files) {
    private static final String NAME = "checksums.json";

    /** Pattern of the names of the files that this project writes; {@code .} and {@code ..} are none. */
    private static final String FILE_NAME = "[\\w-][\\w.-]*";

    /** A file's length and what it holds. */
    public record Content(long bytes, String sha256) {}

    public Checksums {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /** Reads every file of a directory back and writes down what is there. */
    public static void write(Path directory, Configuration hadoop) throws IOException {
        SortedMap<String, Content> files = new TreeMap<>();
        for (FileStatus file : Storage.of(directory, hadoop).listStatus(directory)) {
            files.put(file.getPath().getName(), new Content(file.getLen(), Sha256.of(file.getPath(), hadoop)));
        }
        Storage.writeText(new Path(directory, NAME), Json.pretty(files), hadoop);
    }

    /** @throws InvalidInput if there are no checksums, or they are damaged */
    public static Checksums read(Path directory, Configuration hadoop) throws IOException {
        Path file = new Path(directory, NAME);
        if (!Storage.of(file, hadoop).exists(file)) {
            throw new InvalidInput(NAME + " is missing");
        }
        SortedMap<String, Content> files = new TreeMap<>();
        JsonNode json = Json.tree(Storage.text(Storage.read(file, hadoop), NAME), NAME);
        json.fields().forEachRemaining(field -> {
            JsonNode bytes = field.getValue().path("bytes");
            JsonNode sha256 = field.getValue().path("sha256");
            // A name that leads elsewhere would have other files compared.
            if (!(bytes.isIntegralNumber() && bytes.canConvertToLong())
                    || !sha256.isTextual()
                    || !field.getKey().matches(FILE_NAME)) {
                throw new InvalidInput(NAME + " is damaged at " + Excerpt.line(field.getKey()));
            }
            files.put(field.getKey(), new Content(bytes.longValue(), sha256.textValue()));
        });
        return new Checksums(files);
    }

    /**
     * Compares every file with what was written.
     *
     * @param needed files that must be there, whatever else is
     * @throws InvalidInput if one of them is not what was written
     */
    public void verify(Path directory, Collection<String> needed, Configuration hadoop) throws IOException {
        SortedSet<String> all = new TreeSet<>(files.keySet());
        all.addAll(needed);
        for (String file : all) {
            verify(directory, file, hadoop);
        }
    }

    /** @throws InvalidInput if one file is not what was written, or nothing is known about it */
    public void verify(Path directory, String file, Configuration hadoop) throws IOException {
        Content written = files.get(file);
        if (written == null) {
            throw new InvalidInput(NAME + " does not name " + file);
        }
        Path path = new Path(directory, file);
        FileSystem files = Storage.of(path, hadoop);
        long bytes;
        try {
            bytes = files.getFileStatus(path).getLen();
        } catch (FileNotFoundException missing) {
            throw new InvalidInput(file + " is missing", missing);
        }
        if (bytes != written.bytes()) {
            throw new InvalidInput(
                    String.format(Locale.ROOT, "%s has %d bytes, %d were written", file, bytes, written.bytes()));
        }
        if (!sha256(path, hadoop).equals(written.sha256())) {
            throw new InvalidInput(file + " does not hold what was written, its SHA-256 differs");
        }
    }

    /** A file system that keeps checksums of its own may see the damage first. */
    private static String sha256(Path file, Configuration hadoop) throws IOException {
        try {
            return Sha256.of(file, hadoop);
        } catch (ChecksumException damaged) {
            throw new InvalidInput(file.getName() + " is damaged: " + damaged.getMessage(), damaged);
        }
    }
}
