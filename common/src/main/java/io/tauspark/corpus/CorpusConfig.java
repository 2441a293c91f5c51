package io.tauspark.corpus;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.RecordBinder.Bytes;
import io.tauspark.config.RecordBinder.Key;
import io.tauspark.config.Settings;
import io.tauspark.shards.CorpusFields;
import java.io.Serializable;

/**
 * The settings of a corpus: what to read, and how.
 *
 * @param input a file, a directory, read with all below it, or a glob, on any Hadoop file system
 * @param format of the files
 * @param unit what is a document in plain text
 * @param fields where JSONL and Parquet keep text and id
 * @param embedding field with a vector per document, or empty to read texts
 * @param recordLimit bytes of the longest record that is read, at least 1
 * @param rejectedLimit largest share of records that may be rejected, in [0, 1]
 * @param zstdWindow bytes of memory that a Zstandard file may ask for, 1 KiB to 2 GiB
 */
public record CorpusConfig(
        String input,
        Format format,
        TextUnit unit,
        @Key("") CorpusFields fields,
        String embedding,
        @Bytes long recordLimit,
        @Key("rejected.limit") double rejectedLimit,
        @Bytes long zstdWindow)
        implements Serializable {
    /** The format of the files of a corpus. */
    public enum Format {
        /** One JSON object per line. */
        JSONL,
        PARQUET,
        /** Plain text, see {@link TextUnit}. */
        TEXT
    }

    /** The unit of plain text that is one document. */
    public enum TextUnit {
        /** Every line that is not blank. */
        LINE,
        /** Every file; its id is its path below the input. */
        FILE
    }

    /** A record is an array and its text a string of Java, with room for JSON's escapes. */
    private static final long LARGEST_RECORD = 1L << 29;

    /** Bounds of a window that the format of Zstandard and its decoder allow. */
    private static final long SMALLEST_WINDOW = 1L << 10;

    private static final long LARGEST_WINDOW = 1L << 31;

    public CorpusConfig {
        new Problems()
                .check(!input.isBlank(), "input", input, "is blank; name a file, a directory or a glob")
                .check(
                        embedding.isEmpty() || format != Format.TEXT,
                        "format",
                        Settings.spelling(format),
                        "has no field '" + embedding + "' for embeddings; give jsonl or parquet")
                .check(
                        recordLimit >= 1 && recordLimit <= LARGEST_RECORD,
                        "record-limit",
                        recordLimit,
                        "must lie between 1 and 512MiB")
                .check(
                        rejectedLimit >= 0 && rejectedLimit <= 1,
                        "rejected.limit",
                        rejectedLimit,
                        "must lie between 0 and 1")
                .check(
                        zstdWindow >= SMALLEST_WINDOW && zstdWindow <= LARGEST_WINDOW,
                        "zstd-window",
                        zstdWindow,
                        "must lie between 1KiB and 2GiB")
                .throwIfAny();
    }

    /** Whether a document is a whole file. */
    public boolean isOfFiles() {
        return format == Format.TEXT && unit == TextUnit.FILE;
    }

    /**
     * Reads the keys {@code input, format, unit, text, id, record-limit, rejected.limit, zstd-window} of a command.
     *
     * @param embedding field with a vector per document, or empty
     */
    public static CorpusConfig from(Settings settings, String embedding) {
        return settings.group(RecordBinder.of(CorpusConfig.class).with("embedding", keys -> embedding));
    }
}
