package io.tauspark.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.tauspark.config.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Parquet files as records. Their columns are checked once for all rows, and rows stay in Spark's own form, in which
 * numbers are not boxed and the bytes of strings not repaired.
 */
final class ParquetTable {
    private static final ArrayType LINES = DataTypes.createArrayType(DataTypes.StringType);

    private final Dataset<Row> table;
    private final CorpusConfig config;

    private ParquetTable(Dataset<Row> table, CorpusConfig config) {
        this.table = table;
        this.config = config;
    }

    /** @param files at least one */
    static ParquetTable of(List<FileStatus> files, CorpusConfig config, SparkSession spark) {
        Dataset<Row> table = spark.read()
                // Whether a column exists must not depend on which file is looked at.
                .option("mergeSchema", true)
                // Whatever the session says: nothing vanishes.
                .option("ignoreCorruptFiles", false)
                .option("ignoreMissingFiles", false)
                .parquet(files.stream()
                        .map(file -> withoutWildcards(file.getPath().toString()))
                        .toArray(String[]::new));
        return new ParquetTable(table, config);
    }

    /**
     * All rows, read once more for every action.
     *
     * @throws InvalidInput if a column is missing or of another type, naming the columns there are
     */
    JavaRDD<SourceRecord> records(Content content) {
        Column vector = lit(null);
        VectorColumn vectors = VectorColumn.NONE;
        if (content != Content.TEXT) {
            vectors = VectorColumn.of(type(config.embedding()));
            if (vectors == VectorColumn.NONE) {
                throw refusal(config.embedding(), "an array of floats or doubles, or a vector of MLlib");
            }
            vector = column(config.embedding());
        }
        boolean lines = type(config.fields().text()) instanceof ArrayType;
        ParquetRows.Layout layout = new ParquetRows.Layout(config, content, lines, vectors);
        return table.select(
                        id().as("id"),
                        text(content).as("text"),
                        vector.as("vector"),
                        col("_metadata.file_path"),
                        col("_metadata.row_index"))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(rows -> new ParquetRows(rows, layout));
    }

    private Column id() {
        DataType type = type(config.fields().id());
        if (type == null) {
            return lit(null).cast(DataTypes.StringType);
        }
        if (type instanceof IntegralType || type.equals(DataTypes.StringType)) {
            return column(config.fields().id()).cast(DataTypes.StringType);
        }
        throw refusal(config.fields().id(), "a string or a whole number");
    }

    private Column text(Content content) {
        String name = config.fields().text();
        DataType type = type(name);
        boolean readable =
                type != null && (type.equals(DataTypes.StringType) || DataType.equalsIgnoreNullability(type, LINES));
        if (content == Content.TEXT && !readable) {
            throw refusal(name, "a string or an array of strings");
        }
        return readable && content != Content.VECTOR ? column(name) : lit(null).cast(DataTypes.StringType);
    }

    private InvalidInput refusal(String name, String wanted) {
        DataType type = type(name);
        String columns = Arrays.stream(table.schema().fields())
                .map(field -> field.name() + " (" + field.dataType().simpleString() + ")")
                .collect(Collectors.joining(", "));
        return new InvalidInput("input '" + config.input() + "' "
                + (type == null
                        ? "has no column '" + name + "'"
                        : "has a column '" + name + "' of type " + type.simpleString() + ", which must be " + wanted)
                + "; its columns are " + columns);
    }

    /** The type of a column or of a field within one, or null if there is none. */
    private @Nullable DataType type(String name) {
        @Nullable DataType type = table.schema();
        for (String step : steps(name)) {
            type = type instanceof StructType struct
                            && Arrays.asList(struct.fieldNames()).contains(step)
                    ? struct.apply(step).dataType()
                    : null;
        }
        return type;
    }

    private Column column(String name) {
        return col(steps(name).stream()
                .map(step -> "`" + step.replace("`", "``") + "`")
                .collect(Collectors.joining(".")));
    }

    /** A column by its name, or, where there is none, the path that the dots in the name make. */
    private List<String> steps(String name) {
        return Arrays.asList(table.columns()).contains(name) ? List.of(name) : List.of(name.split("\\.", -1));
    }

    /** Spark takes paths for globs. */
    private static String withoutWildcards(String path) {
        return path.replaceAll("([{}\\[\\]*?\\\\])", "\\\\$1");
    }
}
