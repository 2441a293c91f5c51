package io.tauspark.corpus;

import io.tauspark.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** A row of Parquet; the row itself is Spark's, and changes with the next. */
final class ParquetRow implements RecordFields {
    private final InternalRow row;
    private final ParquetRows.Layout layout;
    private byte @Nullable [] invalidBytes;

    ParquetRow(InternalRow row, ParquetRows.Layout layout) {
        this.row = row;
        this.layout = layout;
    }

    @Override
    public String id() throws RejectedRecord {
        return row.isNullAt(ParquetRows.ID) ? "" : decoded(row.getUTF8String(ParquetRows.ID));
    }

    @Override
    public String text() throws RejectedRecord {
        if (row.isNullAt(ParquetRows.TEXT)) {
            throw new RejectedRecord(Rejection.MISSING_TEXT);
        }
        List<@Nullable UTF8String> stored = storedText();
        if (stored.contains(null)) {
            throw new RejectedRecord(Rejection.NULL_ELEMENT);
        }
        if (bytes(stored) > layout.config().recordLimit()) {
            throw new RejectedRecord(Rejection.TOO_LONG);
        }
        List<String> lines = new ArrayList<>();
        for (UTF8String line : stored) {
            lines.add(decoded(line));
        }
        return RecordFields.requireText(String.join("\n", lines));
    }

    @Override
    public double[] vector() throws RejectedRecord {
        if (row.isNullAt(ParquetRows.VECTOR)) {
            throw new RejectedRecord(Rejection.MISSING_EMBEDDING);
        }
        double[] vector = layout.vectors().read(row, ParquetRows.VECTOR);
        for (double value : vector) {
            RecordFields.finite(value);
        }
        return vector;
    }

    @Override
    public byte @Nullable [] invalidBytes() {
        return invalidBytes;
    }

    /** The columns that were read, as JSON. */
    @Override
    public String shown() {
        CorpusConfig config = layout.config();
        Map<String, Object> shown = new LinkedHashMap<>();
        if (!row.isNullAt(ParquetRows.ID)) {
            shown.put(config.fields().id(), row.getUTF8String(ParquetRows.ID).toString());
        }
        if (!row.isNullAt(ParquetRows.TEXT)) {
            shown.put(config.fields().text(), shownText());
        }
        if (!row.isNullAt(ParquetRows.VECTOR)) {
            shown.put(config.embedding(), layout.vectors().shown(row, ParquetRows.VECTOR));
        }
        return Json.line(shown);
    }

    private List<@Nullable UTF8String> storedText() {
        List<@Nullable UTF8String> stored = new ArrayList<>();
        if (!layout.lines()) {
            stored.add(row.getUTF8String(ParquetRows.TEXT));
            return stored;
        }
        ArrayData lines = row.getArray(ParquetRows.TEXT);
        for (int i = 0; i < lines.numElements(); i++) {
            stored.add(lines.isNullAt(i) ? null : lines.getUTF8String(i));
        }
        return stored;
    }

    private Object shownText() {
        List<@Nullable UTF8String> stored = storedText();
        if (bytes(stored) > layout.config().recordLimit()) {
            String whole = stored.stream().map(String::valueOf).collect(Collectors.joining("\n"));
            return whole.substring(0, Math.min(whole.length(), SourceRecord.BEGINNING_BYTES));
        }
        List<@Nullable String> lines = new ArrayList<>();
        for (UTF8String line : stored) {
            lines.add(line == null ? null : line.toString());
        }
        return layout.lines() ? lines : String.valueOf(lines.get(0));
    }

    private static long bytes(List<@Nullable UTF8String> stored) {
        long bytes = 0;
        for (UTF8String line : stored) {
            bytes += line == null ? 0 : line.numBytes();
        }
        return bytes;
    }

    private String decoded(UTF8String stored) throws RejectedRecord {
        byte[] bytes = stored.getBytes();
        try {
            return Utf8.decode(bytes, bytes.length);
        } catch (RejectedRecord invalid) {
            invalidBytes = bytes;
            throw invalid;
        }
    }
}
