package io.tauspark.corpus;

import io.tauspark.shards.Fingerprint;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One record of an input as it was read: a document or a rejection. It is valid until the task reads the next one,
 * and never leaves its task. Where {@link #isEndOfSlice()}, it is no record but tells how many lines a slice has.
 */
public final class SourceRecord {
    /** Kept of a record that is too long: enough to find it again. */
    public static final int BEGINNING_BYTES = 1 << 12;

    private final String file;
    private final long slice;
    private final long line;
    private final Supplier<String> shown;
    private @Nullable Rejection rejection;
    private byte @Nullable [] bytes;
    private @Nullable String id;
    private @Nullable String text;
    private double @Nullable [] vector;

    /**
     * @param file qualified path
     * @param slice where the slice of the file starts
     * @param line number of the line in the slice, from 1, or the row in a Parquet file, from 0
     */
    private SourceRecord(String file, long slice, long line, Supplier<String> shown) {
        this.file = file;
        this.slice = slice;
        this.line = line;
        this.shown = shown;
    }

    /** Takes the content from a record's fields, or the reason why it cannot be had. */
    public static SourceRecord read(String file, long slice, long line, RecordFields fields, Content content) {
        SourceRecord record = new SourceRecord(file, slice, line, fields::shown);
        try {
            record.take(fields, content);
        } catch (RejectedRecord rejected) {
            record.rejection = rejected.rejection();
            record.bytes = fields.invalidBytes();
        }
        return record;
    }

    public static SourceRecord rejected(String file, long slice, long line, Rejection rejection, String shown) {
        SourceRecord record = new SourceRecord(file, slice, line, () -> shown);
        record.rejection = rejection;
        return record;
    }

    /** @param length how many of the bytes belong to the record, at most one too many */
    public static SourceRecord tooLong(String file, long slice, long line, byte[] bytes, int length) {
        int kept = Utf8.whole(bytes, Math.min(length - 1, BEGINNING_BYTES));
        return rejected(file, slice, line, Rejection.TOO_LONG, Utf8.repaired(bytes, kept));
    }

    /** @param bytes of the record, which are kept since no text shows them */
    public static SourceRecord invalidUtf8(String file, long slice, long line, byte[] bytes) {
        String shown = Utf8.repaired(bytes, bytes.length);
        SourceRecord record = rejected(file, slice, line, Rejection.INVALID_UTF8, shown);
        record.bytes = bytes;
        return record;
    }

    public static SourceRecord endOfSlice(String file, long slice, long lines) {
        return new SourceRecord(file, slice, lines, () -> "");
    }

    public boolean isEndOfSlice() {
        return rejection == null && id == null;
    }

    public boolean isDocument() {
        return id != null;
    }

    public String file() {
        return file;
    }

    public long slice() {
        return slice;
    }

    public long line() {
        return line;
    }

    /** A hash of where it lies, which tells records apart. */
    public long place() {
        return QuickHash.of(line, QuickHash.of(slice, QuickHash.of(file)));
    }

    /** The reason why it is no document. */
    public Rejection rejection() {
        return required(rejection);
    }

    public String id() {
        return required(id);
    }

    /** The text of a document, or null where none was asked for or there is none. */
    @Nullable
    public String text() {
        return text;
    }

    /** The vector of a document. */
    public double[] vector() {
        if (vector == null) {
            throw new IllegalStateException("no vector was read");
        }
        return vector;
    }

    public String shown() {
        return shown.get();
    }

    /** The bytes that are no text, in base 64, or null. */
    @Nullable
    public String bytes() {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private void take(RecordFields fields, Content content) throws RejectedRecord {
        if (content == Content.TEXT) {
            String read = fields.text();
            String given = fields.id();
            text = read;
            id = given.isBlank() ? Fingerprint.hex(read) : given;
            return;
        }
        double[] read = fields.vector();
        String given = fields.id();
        if (content == Content.VECTOR_WITH_TEXT) {
            text = textIfAny(fields);
        }
        vector = read;
        id = given.isBlank() ? Fingerprint.hex(read) : given;
    }

    private static @Nullable String textIfAny(RecordFields fields) {
        try {
            return fields.text();
        } catch (RejectedRecord none) {
            return null;
        }
    }

    private static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the record is of another kind");
        }
        return part;
    }
}
