package io.tauspark.corpus.parquet;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import java.util.function.Function;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Goes through the rows of a row group, all columns in step. */
final class ParquetCursor {
    private final CorpusConfig config;
    private final String file;
    private final ParquetLayout layout;
    private final @Nullable ParquetCells ids;
    private final @Nullable Function<ColumnReader, byte[]> id;
    private final @Nullable TextCells texts;
    private final VectorColumn.@Nullable Cells vectors;
    /** Whether ids are the texts themselves: a column can be gone through once only. */
    private final boolean textsAreIds;

    ParquetCursor(
            CorpusConfig config,
            String file,
            ParquetLayout layout,
            Content content,
            PageReadStore pages,
            FileMetaData metadata) {
        this.config = config;
        this.file = file;
        this.layout = layout;
        MessageType schema = metadata.getSchema();
        ColumnReadStore store =
                new ColumnReadStoreImpl(pages, new UnusedConverter(schema), schema, metadata.getCreatedBy());
        Function<ParquetColumn, ParquetCells> cells = column -> {
            String[] path = column.leaf().path().toArray(String[]::new);
            ColumnDescriptor descriptor = schema.getColumnDescription(path);
            long count = pages.getPageReader(descriptor).getTotalValueCount();
            return new ParquetCells(store.getColumnReader(descriptor), column, count);
        };
        ParquetColumn idColumn = layout.id().column();
        ParquetColumn textColumn =
                content == Content.VECTOR ? null : layout.text().column();
        VectorColumn vectorColumn =
                content == Content.TEXT ? null : layout.vector().column();
        textsAreIds = idColumn != null && textColumn != null && idColumn.leaf() == textColumn.leaf();
        ids = idColumn == null || textsAreIds ? null : cells.apply(idColumn);
        id = idColumn == null ? null : IdColumn.values(idColumn.type());
        texts = textColumn == null ? null : new TextCells(textColumn, cells.apply(textColumn), config.recordLimit());
        vectors = vectorColumn == null ? null : vectorColumn.open(cells);
    }

    /** @throws InvalidInput if the file is damaged, naming the column */
    ParquetRow next() {
        String column = layout.id().name();
        try {
            byte @Nullable [] readId = nextId();
            column = layout.text().name();
            StoredText text = texts == null ? null : texts.next();
            column = layout.vector().name();
            StoredVector vector = vectors == null ? null : vectors.next();
            if (textsAreIds && text != null) {
                readId = text.lines().get(0);
            }
            return new ParquetRow(config, layout, readId, text, vector);
        } catch (RuntimeException damaged) {
            throw damaged(column, damaged);
        }
    }

    /** @throws InvalidInput if a column goes on after the last row */
    void requireEnd() {
        String column = layout.id().name();
        try {
            if (ids != null) {
                ids.requireEnd();
            }
            column = layout.text().name();
            if (texts != null) {
                texts.requireEnd();
            }
            column = layout.vector().name();
            if (vectors != null) {
                vectors.requireEnd();
            }
        } catch (RuntimeException damaged) {
            throw damaged(column, damaged);
        }
    }

    /** The converters that Parquet's library wants for every column; here values come from the columns themselves. */
    private static final class UnusedConverter extends GroupConverter {
        private final GroupType group;

        UnusedConverter(GroupType group) {
            this.group = group;
        }

        @Override
        public Converter getConverter(int field) {
            Type type = group.getType(field);
            return type.isPrimitive() ? new PrimitiveConverter() {} : new UnusedConverter(type.asGroupType());
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }

    private byte @Nullable [] nextId() {
        if (ids == null || id == null) {
            return null;
        }
        ids.startRow();
        byte @Nullable [] read = ids.hasValue() ? id.apply(ids.reader()) : null;
        if (ids.advance()) {
            throw new IllegalStateException("it has several values in a row");
        }
        return read;
    }

    private InvalidInput damaged(String column, RuntimeException cause) {
        return UnreadableParquet.because(file, "column '" + column + "'", cause);
    }
}
