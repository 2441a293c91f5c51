package io.tauspark.corpus.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;
import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;

/** The ids of a Parquet file: strings, whole numbers by their digits, UUIDs in their usual form. */
final class IdColumn {
    static final String WANTED = "a string or a whole number";

    private IdColumn() {}

    /** The column of a field, or null if it holds no ids. */
    static @Nullable ParquetColumn of(ParquetField field) {
        ParquetColumn column = ParquetColumn.of(field);
        if (column == null || column.list()) {
            return null;
        }
        ParquetType type = column.type();
        return type.isText() || type.isWhole() || type.meaning() == ParquetType.Meaning.UUID ? column : null;
    }

    /** Takes the current value of a column, in UTF-8 unless it is none. */
    static Function<ColumnReader, byte[]> values(ParquetType type) {
        if (type.isWhole()) {
            return reader -> ParquetNumber.digits(type, reader).getBytes(StandardCharsets.US_ASCII);
        }
        if (type.meaning() == ParquetType.Meaning.UUID) {
            return IdColumn::uuid;
        }
        return reader -> reader.getBinary().getBytes();
    }

    private static byte[] uuid(ColumnReader reader) {
        ByteBuffer bytes = reader.getBinary().toByteBuffer();
        return new UUID(bytes.getLong(), bytes.getLong()).toString().getBytes(StandardCharsets.US_ASCII);
    }
}
