package io.tauspark.corpus.parquet;

import org.apache.parquet.column.ColumnReader;

/**
 * The values of a column in a row group, one after the other, nulls and empty lists among them. It counts them, since
 * the library goes on with the last value where a column has fewer than the footer says.
 */
final class ParquetCells {
    private final ColumnReader reader;
    private final ParquetColumn column;
    private final int complete;
    private long left;

    /** @param count how many values there are */
    ParquetCells(ColumnReader reader, ParquetColumn column, long count) {
        this.reader = reader;
        this.column = column;
        this.complete = column.leaf().definition();
        this.left = count;
    }

    ColumnReader reader() {
        return reader;
    }

    /** Comes to the next row. */
    void startRow() {
        if (left == 0) {
            throw new IllegalStateException("it has fewer values than rows");
        }
        if (reader.getCurrentRepetitionLevel() != 0) {
            throw new IllegalStateException("a row starts amid a list");
        }
    }

    /** Whether the row has no list, or a single value that is null. */
    boolean isNull() {
        return reader.getCurrentDefinitionLevel() < column.present();
    }

    /** Whether the row's list is empty, or there is none. */
    boolean isEmpty() {
        return reader.getCurrentDefinitionLevel() < column.element();
    }

    /** Whether the current element is not null. */
    boolean hasValue() {
        return reader.getCurrentDefinitionLevel() == complete;
    }

    /** Goes to the next value and tells whether it belongs to the same row. */
    boolean advance() {
        reader.consume();
        left--;
        return left > 0 && reader.getCurrentRepetitionLevel() > 0;
    }

    void requireEnd() {
        if (left != 0) {
            throw new IllegalStateException("it has more values than rows");
        }
    }
}
