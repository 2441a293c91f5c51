package io.tauspark.stage;

import static org.apache.spark.sql.functions.udf;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/** The columns that a stage reads and appends, looked at before anything runs. */
public final class StageColumns {
    private StageColumns() {}

    /** @throws InvalidInput if there is no such column, or it holds no texts */
    public static void requireText(StructType schema, String param, String column) {
        if (!isText(schema, param, column)) {
            throw wrong(schema, param, column, "texts (string)");
        }
    }

    /**
     * Whether a column holds texts, and not vectors.
     *
     * @throws InvalidInput if there is no such column, or it holds neither
     */
    public static boolean isTextOrVector(StructType schema, String param, String column) {
        boolean text = isText(schema, param, column);
        if (!text && !schema.apply(column).dataType().equals(SQLDataTypes.VectorType())) {
            throw wrong(schema, param, column, "texts (string) or vectors (vector)");
        }
        return text;
    }

    /** @throws InvalidInput if there is no such column, or it holds neither texts nor whole numbers */
    public static void requireId(StructType schema, String param, String column) {
        boolean whole = !isText(schema, param, column)
                && Arrays.asList(DataTypes.LongType, DataTypes.IntegerType, DataTypes.ShortType, DataTypes.ByteType)
                        .contains(schema.apply(column).dataType());
        if (!whole && !isText(schema, param, column)) {
            throw wrong(schema, param, column, "ids (string or a whole number)");
        }
    }

    /**
     * The schema with another column.
     *
     * @throws InvalidInput if there is one of that name
     */
    public static StructType appended(
            StructType schema, String param, String column, DataType type, Metadata metadata) {
        if (Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new InvalidInput("%s '%s' exists; choose another".formatted(param, column));
        }
        return schema.add(column, type, false, metadata);
    }

    /**
     * The columns of a schema, with their metadata, which rows lose in a task that makes them from others.
     *
     * @param within column of rows of that schema, or empty for the table's own columns
     */
    public static Column[] of(StructType schema, String within) {
        return Arrays.stream(schema.fields())
                .map(field -> (within.isEmpty()
                                ? named(field.name())
                                : functions.col(within).getField(field.name()))
                        .as(field.name(), field.metadata()))
                .toArray(Column[]::new);
    }

    /** A column by its name, whatever letters that has. */
    public static Column named(String column) {
        return functions.col("`" + column.replace("`", "``") + "`");
    }

    /** A column of texts; a task that meets a row without one fails with {@link InvalidInput}. */
    public static Column text(String column) {
        return present(column, DataTypes.StringType);
    }

    /** The same of vectors. */
    public static Column vector(String column) {
        return present(column, SQLDataTypes.VectorType());
    }

    private static Column present(String column, DataType type) {
        return udf(
                        (Object value) -> {
                            if (value == null) {
                                throw new InvalidInput(
                                        "a row has nothing in column '%s'; leave such rows out".formatted(column));
                            }
                            return value;
                        },
                        type)
                .apply(named(column));
    }

    private static boolean isText(StructType schema, String param, String column) {
        if (!Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new InvalidInput("%s '%s' is no column; there are %s"
                    .formatted(param, column, Arrays.toString(schema.fieldNames())));
        }
        return schema.apply(column).dataType().equals(DataTypes.StringType);
    }

    private static InvalidInput wrong(StructType schema, String param, String column, String wanted) {
        return new InvalidInput("%s '%s' holds %s, and not %s; name another column"
                .formatted(param, column, schema.apply(column).dataType().simpleString(), wanted));
    }
}
