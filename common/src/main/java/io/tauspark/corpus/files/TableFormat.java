package io.tauspark.corpus.files;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The formats of tables whose directory holds more rows than the table: files that were deleted or replaced stay beside the
 * others, and a log says which of them count.
 *
 * <p>Source of the names: Delta's protocol (PROTOCOL.md), Iceberg's table specification and HadoopTableOperations, Hudi's
 * technical specification.
 */
enum TableFormat {
    DELTA(
            "Delta Lake",
            "_delta_log",
            "\\d{20}\\.(?:json|crc|checkpoint.*\\.(?:parquet|json))|_last_checkpoint",
            "spark.read.format(\"delta\").load(\"%s\")"),
    ICEBERG(
            "Iceberg",
            "metadata",
            "(?:v\\d+|\\d{5,}-[0-9a-f-]{36})(?:\\.gz)?\\.metadata\\.json(?:\\.gz)?",
            "spark.read.format(\"iceberg\").load(\"%s\")"),
    HUDI("Hudi", ".hoodie", "hoodie\\.properties", "spark.read.format(\"hudi\").load(\"%s\")");

    /** The first key of Iceberg's metadata. Names like theirs are free for everybody to use. */
    private static final String ICEBERG_KEY = "\"format-version\"";

    /** Enough of such a file for its first keys. */
    private static final int HEAD = 1 << 12;

    private final String title;
    private final String mark;
    private final Pattern evidence;
    private final String reading;

    TableFormat(String title, String mark, String evidence, String reading) {
        this.title = title;
        this.mark = mark;
        this.evidence = Pattern.compile(evidence);
        this.reading = reading;
    }

    /** Whether a directory that holds such a name may be a table. */
    static boolean isMark(String name) {
        return Arrays.stream(values()).anyMatch(format -> format.mark.equals(name));
    }

    /** The format of the table that a directory is; nothing if it is none, or cannot be looked at. */
    static Optional<TableFormat> of(Path directory, FileTree tree, Configuration hadoop) {
        return Arrays.stream(values())
                .filter(format -> format.isAt(directory, tree, hadoop))
                .findFirst();
    }

    /** What it is called. */
    String title() {
        return title;
    }

    /** The name by which a table is known. */
    String mark() {
        return mark;
    }

    /** Scala that reads the rows which a table has now. */
    String reading(Path table) {
        return reading.formatted(table);
    }

    private boolean isAt(Path directory, FileTree tree, Configuration hadoop) {
        Path log = new Path(directory, mark);
        try {
            if (tree.find(log).filter(FileStatus::isDirectory).isEmpty()) {
                return false;
            }
            List<FileStatus> files =
                    tree.children(log, name -> evidence.matcher(name).matches());
            return this == ICEBERG
                    ? files.stream().anyMatch(file -> isIceberg(file.getPath(), hadoop))
                    : !files.isEmpty();
        } catch (IOException | InvalidInput unreadable) {
            // A user may be allowed to read an input, and not what lies above it.
            return false;
        }
    }

    private static boolean isIceberg(Path metadata, Configuration hadoop) {
        if (metadata.getName().contains(".gz")) {
            return true;
        }
        try (InputStream in = Storage.of(metadata, hadoop).open(metadata)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8).contains(ICEBERG_KEY);
        } catch (IOException unreadable) {
            return true;
        }
    }
}
