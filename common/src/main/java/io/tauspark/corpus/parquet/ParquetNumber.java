package io.tauspark.corpus.parquet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.function.ToDoubleFunction;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.format.Type;

/** Numbers of a Parquet column, of any type that has them: as doubles, or whole ones by their digits. */
final class ParquetNumber {
    private static final int LONG_BITS = 64;

    private ParquetNumber() {}

    /** Takes the current value of a column; the nearest double where it is not exact. */
    static ToDoubleFunction<ColumnReader> of(ParquetType type) {
        return switch (type.meaning()) {
            case PLAIN -> type.physical() == Type.FLOAT ? ColumnReader::getFloat : ColumnReader::getDouble;
            case FLOAT16 ->
                reader -> HalfFloat.value(reader.getBinary()
                        .toByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getShort());
            case SIGNED -> type.physical() == Type.INT32 ? ColumnReader::getInteger : ColumnReader::getLong;
            case UNSIGNED, DECIMAL -> reader -> new BigDecimal(unscaled(type, reader), type.scale()).doubleValue();
            case TEXT, UUID, NULL, OTHER ->
                reader -> {
                    throw new IllegalStateException("it has a value of type " + type.name());
                };
        };
    }

    /** The digits of the current value, which is a whole number. */
    static String digits(ParquetType type, ColumnReader reader) {
        return unscaled(type, reader).toString();
    }

    private static BigInteger unscaled(ParquetType type, ColumnReader reader) {
        if (type.physical() != Type.INT32 && type.physical() != Type.INT64) {
            return new BigInteger(reader.getBinary().getBytes());
        }
        long stored = type.physical() == Type.INT32 ? reader.getInteger() : reader.getLong();
        if (type.meaning() != ParquetType.Meaning.UNSIGNED) {
            return BigInteger.valueOf(stored);
        }
        return type.bits() == LONG_BITS
                ? new BigInteger(Long.toUnsignedString(stored))
                : BigInteger.valueOf(stored & ((1L << type.bits()) - 1));
    }
}
