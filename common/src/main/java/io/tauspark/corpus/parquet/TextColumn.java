package io.tauspark.corpus.parquet;

import org.jspecify.annotations.Nullable;

/** The texts of a Parquet file: strings, or lists of strings that become their lines. */
final class TextColumn {
    static final String WANTED = "a string or an array of strings";

    private TextColumn() {}

    /** The column of a field, or null if it holds no texts. */
    static @Nullable ParquetColumn of(ParquetField field) {
        ParquetColumn column = ParquetColumn.of(field);
        return column != null && column.type().isText() ? column : null;
    }
}
