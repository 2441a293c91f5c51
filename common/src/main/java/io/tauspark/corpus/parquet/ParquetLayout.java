package io.tauspark.corpus.parquet;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The places in one Parquet file of what a document needs. Files of one input may differ, as lines of JSON may.
 *
 * @param vector missing if no embedding is asked for
 */
record ParquetLayout(Place<ParquetColumn> id, Place<ParquetColumn> text, Place<VectorColumn> vector) {
    /**
     * A column that is asked for.
     *
     * @param name as it is asked for
     * @param field of that name, or null if the file has none
     * @param column the same if it has a type that can be read, else null
     */
    record Place<T>(
            String name,
            @Nullable ParquetField field,
            @Nullable T column) {
        /** Whether there is such a column, of a type that cannot be read. */
        boolean isUnreadable() {
            return field != null && column == null;
        }
    }

    /** @throws InvalidInput if a name has several columns */
    static ParquetLayout of(ParquetFooter footer, CorpusConfig config) {
        return new ParquetLayout(
                place(footer, config.fields().id(), IdColumn::of),
                place(footer, config.fields().text(), TextColumn::of),
                config.embedding().isEmpty()
                        ? new Place<>("", null, null)
                        : place(footer, config.embedding(), VectorColumn::of));
    }

    /** The fields that have to be read for some content, in the order of the file. */
    List<ParquetField> leaves(Content content) {
        List<ParquetColumn> columns = new ArrayList<>();
        if (id.column != null) {
            columns.add(id.column);
        }
        if (text.column != null && content != Content.VECTOR) {
            columns.add(text.column);
        }
        if (vector.column != null && content != Content.TEXT) {
            columns.addAll(vector.column.columns());
        }
        return columns.stream()
                .map(ParquetColumn::leaf)
                .distinct()
                .sorted(Comparator.comparingInt(ParquetField::leaf))
                .toList();
    }

    private static <T> Place<T> place(ParquetFooter footer, String name, Function<ParquetField, @Nullable T> columns) {
        List<ParquetField> all = footer.schema().children();
        if (all.stream().filter(column -> column.name().equals(name)).count() > 1) {
            throw UnreadableParquet.of(footer.file(), "has several columns '" + name + "'; keep one of them");
        }
        ParquetField field = footer.schema().find(name);
        return new Place<>(name, field, field == null ? null : columns.apply(field));
    }
}
