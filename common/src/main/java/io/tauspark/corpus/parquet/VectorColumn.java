package io.tauspark.corpus.parquet;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The vectors of a Parquet file: lists of numbers, or MLlib's vectors. */
interface VectorColumn {
    String WANTED = "an array of numbers, or a vector of MLlib";

    /** The column of a field, or null if it holds no vectors. */
    static @Nullable VectorColumn of(ParquetField field) {
        ParquetColumn column = ParquetColumn.of(field);
        if (column == null) {
            return MllibVectors.of(field);
        }
        boolean vectors = column.list() || column.type().meaning() == ParquetType.Meaning.NULL;
        return vectors && column.type().isNumber() ? new NumberLists(column) : null;
    }

    /** The columns that vectors are read from. */
    List<ParquetColumn> columns();

    /** @param cells of any of the columns */
    Cells open(Function<ParquetColumn, ParquetCells> cells);

    /** The vectors of a row group, a row after the other. */
    interface Cells {
        /** The vector of the next row, or null if it has none. */
        @Nullable
        StoredVector next();

        /** Fails if there is more than was read. */
        void requireEnd();
    }

    /** Vectors that are lists of numbers. */
    record NumberLists(ParquetColumn column) implements VectorColumn {
        @Override
        public List<ParquetColumn> columns() {
            return List.of(column);
        }

        @Override
        public Cells open(Function<ParquetColumn, ParquetCells> cells) {
            return new NumberCells(column, cells.apply(column));
        }
    }
}
