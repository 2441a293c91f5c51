package io.tauspark.inference;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.tauspark.generate.GenerationLimits;
import io.tauspark.generate.Sampling;
import io.tauspark.stage.StageColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Columns that a model appends to rows with a text, from the same work as {@link CompleteJob} and {@link PerplexityJob}, in one
 * pass. A column whose name is empty is neither made nor computed.
 *
 * @param completion the text that follows
 * @param logProbability of the row's own text, nats
 * @param bitsPerByte that the row's own text costs
 */
public record ModelColumns(String completion, String logProbability, String bitsPerByte) {
    private static final String ROW = "row";

    /** The places of the numbers in a row of {@link PerplexityJob}, and of the text in one of {@link CompleteJob}. */
    private static final int LOG_PROBABILITY = 3;

    private static final int BITS_PER_BYTE = 4;
    private static final int COMPLETION = 2;

    /** These columns, in order. */
    public StructType schema() {
        StructType schema = new StructType();
        schema = completion.isEmpty() ? schema : schema.add(completion, DataTypes.StringType, false);
        schema = logProbability.isEmpty() ? schema : schema.add(logProbability, DataTypes.DoubleType, false);
        return bitsPerByte.isEmpty() ? schema : schema.add(bitsPerByte, DataTypes.DoubleType, false);
    }

    /**
     * Appends them.
     *
     * @param rows none of whose columns has one of these names
     * @param id decides with the seed how a completion is drawn
     * @param text that is scored and continued
     * @param model a run, or a model directory, that all executors can read
     * @param limits where a completion ends
     * @param sampling how its tokens are drawn; its seed is mixed with each id
     */
    public Dataset<Row> appended(
            Dataset<?> rows, Column id, Column text, Path model, GenerationLimits limits, Sampling sampling) {
        Dataset<Row> asked = rows.select(
                id.cast("string").as("id"), text.as("text"), struct(col("*")).as(ROW));
        StructType made = new StructType().add(asked.schema().apply(ROW));
        for (StructField field : schema().fields()) {
            made = made.add(field);
        }
        boolean completed = !completion.isEmpty();
        boolean probable = !logProbability.isEmpty();
        boolean coded = !bitsPerByte.isEmpty();
        ModelTask.DocumentUse scoring = PerplexityJob.scoring();
        ModelTask.DocumentUse completing = CompleteJob.completing(limits, sampling);
        Dataset<Row> found = ModelTask.rows(asked, model, made, (gpt, tokenizer) -> {
            ModelTask.DocumentWork score = scoring.with(gpt, tokenizer);
            // Which copies the model's parameters to the heap.
            ModelTask.@Nullable DocumentWork complete = completed ? completing.with(gpt, tokenizer) : null;
            return row -> {
                List<Object> values = new ArrayList<>(List.of(row.get(2)));
                if (complete != null) {
                    values.add(complete.of(row.getString(0), row.getString(1)).get(COMPLETION));
                }
                if (probable || coded) {
                    Row scores = score.of(row.getString(0), row.getString(1));
                    if (probable) {
                        values.add(scores.get(LOG_PROBABILITY));
                    }
                    if (coded) {
                        values.add(scores.get(BITS_PER_BYTE));
                    }
                }
                return RowFactory.create(values.toArray());
            };
        });
        return found.select(Stream.of(StageColumns.of(rows.schema(), ROW), StageColumns.of(schema(), ""))
                .flatMap(Arrays::stream)
                .toArray(Column[]::new));
    }
}
