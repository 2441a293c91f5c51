package io.tauspark.corpus.parquet;

import io.tauspark.corpus.SourceRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts, a row after the other. */
final class TextCells {
    private final ParquetCells cells;
    private final boolean list;
    private final long kept;

    /** @param limit bytes of the longest text; of longer ones no more is kept than a rejection shows */
    TextCells(ParquetColumn column, ParquetCells cells, long limit) {
        this.cells = cells;
        this.list = column.list();
        this.kept = Math.max(limit, SourceRecord.BEGINNING_BYTES);
    }

    /** The text of the next row, or null if it has none. */
    @Nullable
    StoredText next() {
        cells.startRow();
        if (cells.isNull()) {
            cells.advance();
            return null;
        }
        List<byte @Nullable []> lines = new ArrayList<>();
        long bytes = 0;
        boolean more = !cells.isEmpty();
        if (!more) {
            cells.advance();
        }
        while (more) {
            byte @Nullable [] line =
                    cells.hasValue() ? cells.reader().getBinary().getBytes() : null;
            if (bytes <= kept) {
                lines.add(line);
            }
            bytes += line == null ? 0 : line.length;
            more = cells.advance();
        }
        return new StoredText(lines, bytes, list);
    }

    void requireEnd() {
        cells.requireEnd();
    }
}
