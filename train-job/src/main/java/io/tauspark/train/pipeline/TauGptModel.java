package io.tauspark.train.pipeline;

import io.tauspark.inference.CompleteConfig;
import io.tauspark.inference.ModelColumns;
import io.tauspark.stage.JobModel;
import io.tauspark.stage.StageColumns;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A trained model that appends to every row what it continues the row's text with, as {@code complete} does, and how well it knows
 * the text, as {@code perplexity} does. Rows are spread over as many tasks as run at a time, so their order is not kept.
 *
 * <p>Its files are the directory {@code model} of a run, which any command takes for its setting {@code model}.
 */
public final class TauGptModel extends JobModel<TauGptModel> {
    private static final long serialVersionUID = 1L;

    private final Param<String> idCol;
    private final Param<String> completionCol;
    private final Param<String> logProbabilityCol;
    private final Param<String> bitsPerByteCol;
    private final StringArrayParam generation;

    public TauGptModel() {
        this(Identifiable.randomUID("TauGptModel"));
    }

    /** @param uid of this stage in its pipeline */
    public TauGptModel(String uid) {
        super(uid, TauGptColumns.INPUT);
        idCol = new Param<>(
                this,
                "idCol",
                "column of ids, which decide with the seed how completions are drawn; empty: the texts do");
        completionCol = TauGptColumns.completion(this);
        logProbabilityCol = TauGptColumns.logProbability(this);
        bitsPerByteCol = TauGptColumns.bitsPerByte(this);
        generation = TauGptColumns.generation(this);
        setDefault(idCol, "");
        setDefault(completionCol, TauGptColumns.COMPLETION);
        setDefault(logProbabilityCol, TauGptColumns.LOG_PROBABILITY);
        setDefault(bitsPerByteCol, TauGptColumns.BITS_PER_BYTE);
        setDefault(generation, new String[0]);
    }

    public static MLReader<TauGptModel> read() {
        return reader();
    }

    public static TauGptModel load(String path) {
        return read().load(path);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType unused = transformSchema(dataset.schema());
        CompleteConfig complete = TauGptColumns.complete(generation, getGeneration());
        Column text = StageColumns.text(getInputCol());
        Column id = getIdCol().isEmpty() ? text : StageColumns.named(getIdCol());
        return new ModelColumns(getCompletionCol(), getLogProbabilityCol(), getBitsPerByteCol())
                .appended(dataset, id, text, new Path(directory()), complete.limits(), complete.sampling());
    }

    @Override
    public StructType transformSchema(StructType schema) {
        StageColumns.requireText(schema, inputCol().name(), getInputCol());
        if (!getIdCol().isEmpty()) {
            StageColumns.requireId(schema, idCol.name(), getIdCol());
        }
        return TauGptColumns.appended(schema, getCompletionCol(), getLogProbabilityCol(), getBitsPerByteCol());
    }

    public Param<String> idCol() {
        return idCol;
    }

    public Param<String> completionCol() {
        return completionCol;
    }

    public Param<String> logProbabilityCol() {
        return logProbabilityCol;
    }

    public Param<String> bitsPerByteCol() {
        return bitsPerByteCol;
    }

    public StringArrayParam generation() {
        return generation;
    }

    public TauGptModel setIdCol(String value) {
        set(idCol, value);
        return this;
    }

    public TauGptModel setCompletionCol(String value) {
        set(completionCol, value);
        return this;
    }

    public TauGptModel setLogProbabilityCol(String value) {
        set(logProbabilityCol, value);
        return this;
    }

    public TauGptModel setBitsPerByteCol(String value) {
        set(bitsPerByteCol, value);
        return this;
    }

    public TauGptModel setGeneration(String... value) {
        set(generation, value);
        return this;
    }

    public String getIdCol() {
        return getOrDefault(idCol);
    }

    public String getCompletionCol() {
        return getOrDefault(completionCol);
    }

    public String getLogProbabilityCol() {
        return getOrDefault(logProbabilityCol);
    }

    public String getBitsPerByteCol() {
        return getOrDefault(bitsPerByteCol);
    }

    public String[] getGeneration() {
        return getOrDefault(generation);
    }
}
