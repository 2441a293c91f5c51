package io.tauspark.corpus.parquet;

import java.util.Locale;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * The type of a leaf of a Parquet schema.
 *
 * @param physical how values are stored, null if the library does not know it
 * @param length bytes of a value of fixed length
 * @param meaning what values mean, as far as a document can hold them
 * @param bits width of a whole number
 * @param scale digits of a decimal number behind the point
 * @param name as Parquet's users know it, such as {@code uint64} or {@code timestamp(nanos)}
 */
record ParquetType(@Nullable Type physical, int length, Meaning meaning, int bits, int scale, String name) {
    /** The meaning of the values of a type. */
    enum Meaning {
        /** No more than how they are stored. */
        PLAIN,
        TEXT,
        SIGNED,
        UNSIGNED,
        DECIMAL,
        FLOAT16,
        UUID,
        /** There are none but nulls. */
        NULL,
        /** Times, intervals, and what is younger than the library. */
        OTHER
    }

    /** Its number among the logical types. */
    private static final int FLOAT16 = 15;

    private static final int BITS_32 = 32;
    private static final int BITS_64 = 64;
    private static final int UUID_BYTES = 16;
    private static final int HALF_BYTES = 2;

    /** @param young number of a logical type that the library may not know, or null */
    static ParquetType of(SchemaElement element, @Nullable Integer young) {
        Type physical = element.getType();
        int length = element.getType_length();
        String stored = stored(physical, length);
        if (young != null) {
            return young == FLOAT16 && physical == Type.FIXED_LEN_BYTE_ARRAY && length == HALF_BYTES
                    ? new ParquetType(physical, length, Meaning.FLOAT16, 0, 0, "float16")
                    : new ParquetType(physical, length, Meaning.OTHER, 0, 0, stored + " of an unknown logical type");
        }
        LogicalType logical = element.getLogicalType();
        if (logical != null && logical.isSet()) {
            return annotated(element, logical, stored);
        }
        ConvertedType converted = element.getConverted_type();
        return converted == null ? plain(physical, length, stored) : converted(element, converted, stored);
    }

    /** Whether values are strings; many writers leave out that they are. */
    boolean isText() {
        return meaning == Meaning.NULL
                || (physical == Type.BYTE_ARRAY && (meaning == Meaning.TEXT || meaning == Meaning.PLAIN));
    }

    boolean isWhole() {
        return meaning == Meaning.SIGNED || meaning == Meaning.UNSIGNED || (meaning == Meaning.DECIMAL && scale == 0);
    }

    boolean isNumber() {
        return meaning == Meaning.NULL
                || meaning == Meaning.FLOAT16
                || meaning == Meaning.DECIMAL
                || isWhole()
                || (meaning == Meaning.PLAIN && (physical == Type.FLOAT || physical == Type.DOUBLE));
    }

    private static ParquetType plain(@Nullable Type physical, int length, String stored) {
        if (physical == Type.INT32 || physical == Type.INT64) {
            return new ParquetType(
                    physical, length, Meaning.SIGNED, physical == Type.INT32 ? BITS_32 : BITS_64, 0, stored);
        }
        return new ParquetType(physical, length, physical == null ? Meaning.OTHER : Meaning.PLAIN, 0, 0, stored);
    }

    private static ParquetType annotated(SchemaElement element, LogicalType logical, String stored) {
        return switch (logical.getSetField()) {
            case STRING -> of(element, Meaning.TEXT, "string");
            case ENUM -> of(element, Meaning.TEXT, "enum");
            case JSON -> of(element, Meaning.TEXT, "json");
            case BSON -> of(element, Meaning.OTHER, "bson");
            case UUID -> uuid(element);
            case DECIMAL ->
                decimal(
                        element,
                        logical.getDECIMAL().getPrecision(),
                        logical.getDECIMAL().getScale());
            case INTEGER ->
                integer(
                        element,
                        logical.getINTEGER().getBitWidth(),
                        logical.getINTEGER().isIsSigned());
            case DATE -> of(element, Meaning.OTHER, "date");
            case TIME ->
                of(element, Meaning.OTHER, "time(" + unit(logical.getTIME().getUnit()) + ")");
            case TIMESTAMP ->
                of(
                        element,
                        Meaning.OTHER,
                        "timestamp(" + unit(logical.getTIMESTAMP().getUnit()) + ")");
            case UNKNOWN -> of(element, Meaning.NULL, "null");
            case MAP, LIST -> of(element, Meaning.OTHER, stored);
        };
    }

    private static ParquetType converted(SchemaElement element, ConvertedType converted, String stored) {
        return switch (converted) {
            case UTF8 -> of(element, Meaning.TEXT, "string");
            case ENUM -> of(element, Meaning.TEXT, "enum");
            case JSON -> of(element, Meaning.TEXT, "json");
            case BSON -> of(element, Meaning.OTHER, "bson");
            case DECIMAL -> decimal(element, element.getPrecision(), element.getScale());
            case INT_8 -> integer(element, 8, true);
            case INT_16 -> integer(element, 16, true);
            case INT_32 -> integer(element, BITS_32, true);
            case INT_64 -> integer(element, BITS_64, true);
            case UINT_8 -> integer(element, 8, false);
            case UINT_16 -> integer(element, 16, false);
            case UINT_32 -> integer(element, BITS_32, false);
            case UINT_64 -> integer(element, BITS_64, false);
            case DATE -> of(element, Meaning.OTHER, "date");
            case TIME_MILLIS -> of(element, Meaning.OTHER, "time(millis)");
            case TIME_MICROS -> of(element, Meaning.OTHER, "time(micros)");
            case TIMESTAMP_MILLIS -> of(element, Meaning.OTHER, "timestamp(millis)");
            case TIMESTAMP_MICROS -> of(element, Meaning.OTHER, "timestamp(micros)");
            case INTERVAL -> of(element, Meaning.OTHER, "interval");
            case MAP, MAP_KEY_VALUE, LIST -> of(element, Meaning.OTHER, stored);
        };
    }

    private static ParquetType of(SchemaElement element, Meaning meaning, String name) {
        return new ParquetType(element.getType(), element.getType_length(), meaning, 0, 0, name);
    }

    private static ParquetType uuid(SchemaElement element) {
        boolean sound = element.getType() == Type.FIXED_LEN_BYTE_ARRAY && element.getType_length() == UUID_BYTES;
        return of(element, sound ? Meaning.UUID : Meaning.OTHER, "uuid");
    }

    private static ParquetType decimal(SchemaElement element, int precision, int scale) {
        boolean sound = scale >= 0
                && scale <= precision
                && (element.getType() == Type.INT32
                        || element.getType() == Type.INT64
                        || element.getType() == Type.BYTE_ARRAY
                        || element.getType() == Type.FIXED_LEN_BYTE_ARRAY);
        return new ParquetType(
                element.getType(),
                element.getType_length(),
                sound ? Meaning.DECIMAL : Meaning.OTHER,
                0,
                scale,
                "decimal(" + precision + "," + scale + ")");
    }

    private static ParquetType integer(SchemaElement element, int bits, boolean signed) {
        boolean sound = bits >= 8
                && ((element.getType() == Type.INT32 && bits <= BITS_32)
                        || (element.getType() == Type.INT64 && bits <= BITS_64));
        return new ParquetType(
                element.getType(),
                0,
                sound ? signed ? Meaning.SIGNED : Meaning.UNSIGNED : Meaning.OTHER,
                bits,
                0,
                (signed ? "int" : "uint") + bits);
    }

    private static String stored(@Nullable Type physical, int length) {
        if (physical == null) {
            return "of an unknown type";
        }
        return physical.name().toLowerCase(Locale.ROOT)
                + (physical == Type.FIXED_LEN_BYTE_ARRAY ? "(" + length + ")" : "");
    }

    private static String unit(@Nullable TimeUnit unit) {
        if (unit == null || !unit.isSet()) {
            return "unknown unit";
        }
        return unit.getSetField().getFieldName().toLowerCase(Locale.ROOT);
    }
}
