package io.tauspark.corpus;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Rows of Parquet as records, each valid until the next. */
final class ParquetRows implements Iterator<SourceRecord> {
    static final int ID = 0;
    static final int TEXT = 1;
    static final int VECTOR = 2;
    private static final int FILE = 3;
    private static final int ROW_INDEX = 4;

    /**
     * What the columns hold.
     *
     * @param lines whether texts are arrays of lines
     * @param vectors how vectors are kept
     */
    record Layout(CorpusConfig config, Content content, boolean lines, VectorColumn vectors) implements Serializable {}

    private final Iterator<InternalRow> rows;
    private final Layout layout;
    private UTF8String encodedFile = UTF8String.EMPTY_UTF8;
    private String file = "";

    ParquetRows(Iterator<InternalRow> rows, Layout layout) {
        this.rows = rows;
        this.layout = layout;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public SourceRecord next() {
        InternalRow row = rows.next();
        UTF8String path = row.getUTF8String(FILE);
        if (!path.equals(encodedFile)) {
            encodedFile = path.clone();
            file = path.toString();
        }
        return SourceRecord.read(file, 0, row.getLong(ROW_INDEX), new ParquetRow(row, layout), layout.content());
    }
}
