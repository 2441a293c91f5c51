package io.tauspark.corpus.parquet;

import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.RecordFields;
import io.tauspark.corpus.RejectedRecord;
import io.tauspark.corpus.Rejection;
import io.tauspark.corpus.Utf8;
import io.tauspark.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of Parquet. */
final class ParquetRow implements RecordFields {
    private final CorpusConfig config;
    private final ParquetLayout layout;
    private final byte @Nullable [] id;
    private final @Nullable StoredText text;
    private final @Nullable StoredVector vector;
    private byte @Nullable [] invalidBytes;

    /**
     * @param layout of the file
     * @param id bytes of the id, or null
     * @param text null if the row has none, or it was not asked for
     * @param vector null if the row has none, or it was not asked for
     */
    ParquetRow(
            CorpusConfig config,
            ParquetLayout layout,
            byte @Nullable [] id,
            @Nullable StoredText text,
            @Nullable StoredVector vector) {
        this.config = config;
        this.layout = layout;
        this.id = id;
        this.text = text;
        this.vector = vector;
    }

    @Override
    public String id() throws RejectedRecord {
        requireReadable(layout.id());
        return id == null ? "" : decoded(id);
    }

    @Override
    public String text() throws RejectedRecord {
        requireReadable(layout.text());
        if (text == null) {
            throw new RejectedRecord(Rejection.MISSING_TEXT);
        }
        if (text.lines().contains(null)) {
            throw new RejectedRecord(Rejection.NULL_ELEMENT);
        }
        if (text.bytes() > config.recordLimit()) {
            throw new RejectedRecord(Rejection.TOO_LONG);
        }
        List<String> lines = new ArrayList<>();
        for (byte[] line : text.lines()) {
            lines.add(decoded(line));
        }
        return RecordFields.requireText(String.join("\n", lines));
    }

    @Override
    public double[] vector() throws RejectedRecord {
        requireReadable(layout.vector());
        if (vector == null) {
            throw new RejectedRecord(Rejection.MISSING_EMBEDDING);
        }
        return vector.read();
    }

    @Override
    public byte @Nullable [] invalidBytes() {
        return invalidBytes;
    }

    /** The columns that were read, as JSON. */
    @Override
    public String shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (id != null) {
            shown.put(layout.id().name(), Utf8.repaired(id, id.length));
        }
        if (text != null) {
            shown.put(layout.text().name(), text.shown(config.recordLimit()));
        }
        if (vector != null) {
            shown.put(layout.vector().name(), vector.shown());
        }
        return Json.line(shown);
    }

    private static void requireReadable(ParquetLayout.Place<?> place) throws RejectedRecord {
        if (place.isUnreadable()) {
            throw new RejectedRecord(Rejection.WRONG_TYPE);
        }
    }

    private String decoded(byte[] bytes) throws RejectedRecord {
        try {
            return Utf8.decode(bytes, bytes.length);
        } catch (RejectedRecord invalid) {
            invalidBytes = bytes;
            throw invalid;
        }
    }
}
