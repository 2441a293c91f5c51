package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import io.tauspark.stage.StageColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A stage of a Spark ML pipeline that appends to every row the vector which a sentence transformer gives its text
 * (MLlib's vector type). Parameters are named as in the text embedder of DJL's Spark extension, where that has them.
 *
 * <p>The model runs where Spark runs the rows: loaded once per executor, on a task's GPU if Spark gave it one. Texts go
 * through it with others of as many tokens and without padding, so a vector depends on the rows beside it, and on the
 * number of partitions, by rounding alone. Without {@link #modelSha256} one task looks at the model first, and all others
 * insist on the files that it found.
 */
public class TextEmbedder extends Transformer implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    /** Defaults as in reference.conf, for pipelines that are built without it. */
    private static final int BATCH = 32;

    private static final int MAX_LENGTH = 256;

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final Param<String> engine;
    private final Param<String> modelUrl;
    private final IntParam batchSize;
    private final Param<String> pooling;
    private final BooleanParam normalise;
    private final IntParam maxLength;
    private final BooleanParam includeTokenTypes;
    private final Param<String> modelSha256;

    public TextEmbedder() {
        this(Identifiable.randomUID("TextEmbedder"));
    }

    /** @param uid of this stage in its pipeline */
    public TextEmbedder(String uid) {
        this.uid = uid;
        inputCol = new Param<>(this, "inputCol", "column of texts that get a vector");
        outputCol = new Param<>(this, "outputCol", "column of vectors to append");
        engine = new Param<>(this, "engine", "DJL's name of the engine: " + ModelEngine.CHOICES);
        modelUrl = new Param<>(this, "modelUrl", "directory or URL with the model and its tokenizer.json, or minilm");
        batchSize = new IntParam(
                this, "batchSize", "texts at most that go through the model at once", ParamValidators.gtEq(1));
        pooling = new Param<>(this, "pooling", "how token vectors become one vector: mean, cls, max, none");
        normalise = new BooleanParam(this, "normalise", "whether vectors are scaled to length 1");
        maxLength = new IntParam(this, "maxLength", "tokens of a text at most", ParamValidators.gtEq(1));
        includeTokenTypes =
                new BooleanParam(this, "includeTokenTypes", "whether a TorchScript model takes token types");
        modelSha256 = new Param<>(this, "modelSha256", "checksum that the model's files must have, empty for any");
        setDefault(inputCol, "text");
        setDefault(outputCol, "vector");
        setDefault(engine, ModelEngine.AUTO);
        setDefault(batchSize, BATCH);
        setDefault(pooling, Settings.spelling(Pooling.MEAN));
        setDefault(normalise, true);
        setDefault(maxLength, MAX_LENGTH);
        setDefault(includeTokenTypes, false);
        setDefault(modelSha256, "");
    }

    /** A stage of the columns {@code text} and {@code vector}. */
    static TextEmbedder of(DjlConfig config, String sha256) {
        return new TextEmbedder()
                .setEngine(config.engine())
                .setModelUrl(config.model())
                .setBatchSize(config.batch())
                .setPooling(Settings.spelling(config.pooling()))
                .setNormalise(config.normalise())
                .setMaxLength(config.maxLength())
                .setIncludeTokenTypes(config.tokenTypes())
                .setModelSha256(sha256);
    }

    public static MLReader<TextEmbedder> read() {
        return new DefaultParamsReader<>();
    }

    public static TextEmbedder load(String path) {
        return read().load(path);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        int textColumn = dataset.schema().fieldIndex(getInputCol());
        Configuration hadoop = dataset.sparkSession().sparkContext().hadoopConfiguration();
        String sha256 = getModelSha256();
        try {
            if (sha256.isEmpty()) {
                sha256 = ModelDescription.of(partition(textColumn, sha256, hadoop), dataset.sparkSession())
                        .sha256();
            }
            return dataset.toDF()
                    .mapPartitions(partition(textColumn, sha256, hadoop), Encoders.row(schema))
                    .select(StageColumns.of(schema, ""));
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (!isDefined(modelUrl)) {
            throw new InvalidInput(
                    "modelUrl is not set; name the directory or URL of a sentence transformer, or minilm");
        }
        StageColumns.requireText(schema, inputCol.name(), getInputCol());
        return StageColumns.appended(
                schema, outputCol.name(), getOutputCol(), SQLDataTypes.VectorType(), Metadata.empty());
    }

    @Override
    public TextEmbedder copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The work of its tasks, with a model of this checksum. */
    EmbedPartition partition(int textColumn, String sha256, Configuration hadoop) throws IOException {
        TextModel.Spec spec = new TextModel.Spec(
                ModelSource.qualified(getModelUrl(), hadoop),
                getEngine(),
                getMaxLength(),
                getIncludeTokenTypes(),
                sha256);
        return new EmbedPartition(
                spec,
                Pooling.valueOf(getPooling().toUpperCase(Locale.ROOT)),
                getNormalise(),
                getBatchSize(),
                textColumn,
                new SerializableConfiguration(hadoop));
    }

    public final Param<String> inputCol() {
        return inputCol;
    }

    public final Param<String> outputCol() {
        return outputCol;
    }

    public final Param<String> engine() {
        return engine;
    }

    public final Param<String> modelUrl() {
        return modelUrl;
    }

    public final IntParam batchSize() {
        return batchSize;
    }

    public final Param<String> pooling() {
        return pooling;
    }

    public final BooleanParam normalise() {
        return normalise;
    }

    public final IntParam maxLength() {
        return maxLength;
    }

    public final BooleanParam includeTokenTypes() {
        return includeTokenTypes;
    }

    public final Param<String> modelSha256() {
        return modelSha256;
    }

    public final TextEmbedder setInputCol(String value) {
        set(inputCol, value);
        return this;
    }

    public final TextEmbedder setOutputCol(String value) {
        set(outputCol, value);
        return this;
    }

    public final TextEmbedder setEngine(String value) {
        set(engine, value);
        return this;
    }

    public final TextEmbedder setModelUrl(String value) {
        set(modelUrl, value);
        return this;
    }

    public final TextEmbedder setBatchSize(int value) {
        set(batchSize, value);
        return this;
    }

    public final TextEmbedder setPooling(String value) {
        set(pooling, value);
        return this;
    }

    public final TextEmbedder setNormalise(boolean value) {
        set(normalise, value);
        return this;
    }

    public final TextEmbedder setMaxLength(int value) {
        set(maxLength, value);
        return this;
    }

    public final TextEmbedder setIncludeTokenTypes(boolean value) {
        set(includeTokenTypes, value);
        return this;
    }

    public final TextEmbedder setModelSha256(String value) {
        set(modelSha256, value);
        return this;
    }

    public final String getInputCol() {
        return getOrDefault(inputCol);
    }

    public final String getOutputCol() {
        return getOrDefault(outputCol);
    }

    public final String getEngine() {
        return getOrDefault(engine);
    }

    public final String getModelUrl() {
        return getOrDefault(modelUrl);
    }

    public final int getBatchSize() {
        return (Integer) getOrDefault(batchSize);
    }

    public final String getPooling() {
        return getOrDefault(pooling);
    }

    public final boolean getNormalise() {
        return (Boolean) getOrDefault(normalise);
    }

    public final int getMaxLength() {
        return (Integer) getOrDefault(maxLength);
    }

    public final boolean getIncludeTokenTypes() {
        return (Boolean) getOrDefault(includeTokenTypes);
    }

    public final String getModelSha256() {
        return getOrDefault(modelSha256);
    }
}
