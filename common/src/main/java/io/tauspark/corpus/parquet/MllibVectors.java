package io.tauspark.corpus.parquet;

import java.util.List;
import java.util.function.Function;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * MLlib's vectors, dense and sparse, as Spark writes them: a group of four fields.
 *
 * @param type 0 where a vector is sparse, 1 where it is dense
 * @param size how many numbers a sparse vector has
 * @param indices where the numbers of a sparse vector belong, ascending
 * @param values all numbers of a dense vector, or those of a sparse one that are not zero
 */
record MllibVectors(ParquetColumn type, ParquetColumn size, ParquetColumn indices, ParquetColumn values)
        implements VectorColumn {
    private static final List<String> FIELDS = List.of("type", "size", "indices", "values");

    /** The column of a field, or null if it is of another shape. */
    static @Nullable MllibVectors of(ParquetField field) {
        if (field.isRepeated()
                || !field.children().stream().map(ParquetField::name).toList().equals(FIELDS)) {
            return null;
        }
        ParquetColumn type = number(field.children().get(0), false, Type.INT32);
        ParquetColumn size = number(field.children().get(1), false, Type.INT32);
        ParquetColumn indices = number(field.children().get(2), true, Type.INT32);
        ParquetColumn values = number(field.children().get(3), true, Type.DOUBLE);
        if (type == null || size == null || indices == null || values == null) {
            return null;
        }
        // Of the first field it matters whether the whole group is there.
        ParquetColumn whole = new ParquetColumn(type.leaf(), field.definition(), type.element(), false);
        return new MllibVectors(whole, size, indices, values);
    }

    @Override
    public List<ParquetColumn> columns() {
        return List.of(type, size, indices, values);
    }

    @Override
    public VectorColumn.Cells open(Function<ParquetColumn, ParquetCells> cells) {
        return new MllibCells(
                cells.apply(type),
                cells.apply(size),
                new NumberCells(indices, cells.apply(indices)),
                new NumberCells(values, cells.apply(values)));
    }

    private static @Nullable ParquetColumn number(ParquetField field, boolean list, Type physical) {
        ParquetColumn column = ParquetColumn.of(field);
        return column != null
                        && column.list() == list
                        && column.type().physical() == physical
                        && column.type().isNumber()
                ? column
                : null;
    }
}
