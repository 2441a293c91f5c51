package io.tauspark.inference;

import io.tauspark.config.Settings;
import io.tauspark.inference.QuestionConfig.Task;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A question about a document, with answers to choose from.
 *
 * @param id of the document
 * @param task kind of the question
 * @param beginning of the document, before the answer
 * @param options the answers, the right one among them
 * @param rest of the document, behind the answer
 * @param right number of the right answer, from 1
 */
record Question(String id, Task task, String beginning, List<String> options, String rest, int right) {
    static final StructType COLUMNS = new StructType()
            .add("id", DataTypes.StringType, false)
            .add("task", DataTypes.StringType, false)
            .add("beginning", DataTypes.StringType, false)
            .add("options", DataTypes.createArrayType(DataTypes.StringType, false), false)
            .add("rest", DataTypes.StringType, false)
            .add("right", DataTypes.IntegerType, false);

    static Question of(Row row) {
        return new Question(
                row.getAs("id"),
                Task.of(row.getAs("task")),
                row.getAs("beginning"),
                row.getList(row.fieldIndex("options")),
                row.getAs("rest"),
                row.getAs("right"));
    }

    /** The question as a row, with more columns. */
    Row row(Object... more) {
        Object[] own = {id, Settings.spelling(task), beginning, options.toArray(), rest, right};
        return RowFactory.create(Stream.of(own, more).flatMap(Arrays::stream).toArray());
    }

    /** The document with each of the answers. */
    List<String> texts() {
        return options.stream().map(option -> beginning + option + rest).toList();
    }
}
