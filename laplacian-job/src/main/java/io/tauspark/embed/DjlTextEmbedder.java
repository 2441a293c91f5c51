package io.tauspark.embed;

import io.tauspark.config.InvalidInput;
import io.tauspark.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
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
import org.apache.spark.sql.types.DataTypes;
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
public final class DjlTextEmbedder extends Transformer implements DefaultParamsWritable {
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

    public DjlTextEmbedder() {
        this(Identifiable.randomUID("DjlTextEmbedder"));
    }

    /** @param uid of this stage in its pipeline */
    public DjlTextEmbedder(String uid) {
        this.uid = uid;
        inputCol = new Param<>(this, "inputCol", "column of texts");
        outputCol = new Param<>(this, "outputCol", "column of vectors to append");
        engine = new Param<>(this, "engine", "DJL's name of the engine: " + ModelEngine.CHOICES);
        modelUrl = new Param<>(this, "modelUrl", "directory or URL with the model and its tokenizer.json");
        batchSize = new IntParam(
                this, "batchSize", "texts at most that go through the model at once", ParamValidators.gtEq(1));
        pooling = new Param<>(this, "pooling", "how token vectors become one vector: mean, cls, max, none");
        normalise = new BooleanParam(this, "normalise", "whether vectors are scaled to length 1");
        maxLength = new IntParam(this, "maxLength", "tokens of a text at most", ParamValidators.gtEq(1));
        includeTokenTypes =
                new BooleanParam(this, "includeTokenTypes", "whether a TorchScript model takes token types");
        modelSha256 = new Param<>(this, "modelSha256", "checksum that the model's files must have, empty for any");
        setDefault(engine, ModelEngine.AUTO);
        setDefault(batchSize, BATCH);
        setDefault(pooling, Settings.spelling(Pooling.MEAN));
        setDefault(normalise, true);
        setDefault(maxLength, MAX_LENGTH);
        setDefault(includeTokenTypes, false);
        setDefault(modelSha256, "");
    }

    /** A stage of the columns {@code text} and {@code vector}. */
    static DjlTextEmbedder of(DjlConfig config, String sha256) {
        return new DjlTextEmbedder()
                .setInputCol("text")
                .setOutputCol("vector")
                .setEngine(config.engine())
                .setModelUrl(config.model())
                .setBatchSize(config.batch())
                .setPooling(Settings.spelling(config.pooling()))
                .setNormalise(config.normalise())
                .setMaxLength(config.maxLength())
                .setIncludeTokenTypes(config.tokenTypes())
                .setModelSha256(sha256);
    }

    public static MLReader<DjlTextEmbedder> read() {
        return new DefaultParamsReader<>();
    }

    public static DjlTextEmbedder load(String path) {
        return read().load(path);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        int textColumn = dataset.schema().fieldIndex(getOrDefault(inputCol));
        Configuration hadoop = dataset.sparkSession().sparkContext().hadoopConfiguration();
        String sha256 = getOrDefault(modelSha256);
        try {
            if (sha256.isEmpty()) {
                sha256 = ModelDescription.of(partition(textColumn, sha256, hadoop), dataset.sparkSession())
                        .sha256();
            }
            return dataset.toDF().mapPartitions(partition(textColumn, sha256, hadoop), Encoders.row(schema));
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        String input = getOrDefault(inputCol);
        String output = getOrDefault(outputCol);
        if (!Arrays.asList(schema.fieldNames()).contains(input)
                || !schema.apply(input).dataType().equals(DataTypes.StringType)) {
            throw new InvalidInput("inputCol '%s' is no column of texts; there are %s"
                    .formatted(input, Arrays.toString(schema.fieldNames())));
        }
        if (Arrays.asList(schema.fieldNames()).contains(output)) {
            throw new InvalidInput("outputCol '%s' exists; choose another".formatted(output));
        }
        return schema.add(output, SQLDataTypes.VectorType(), false);
    }

    @Override
    public DjlTextEmbedder copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The work of its tasks, with a model of this checksum. */
    EmbedPartition partition(int textColumn, String sha256, Configuration hadoop) throws IOException {
        TextModel.Spec spec = new TextModel.Spec(
                ModelSource.qualified(getOrDefault(modelUrl), hadoop),
                getOrDefault(engine),
                (Integer) getOrDefault(maxLength),
                (Boolean) getOrDefault(includeTokenTypes),
                sha256);
        return new EmbedPartition(
                spec,
                Pooling.valueOf(getOrDefault(pooling).toUpperCase(Locale.ROOT)),
                (Boolean) getOrDefault(normalise),
                (Integer) getOrDefault(batchSize),
                textColumn,
                new SerializableConfiguration(hadoop));
    }

    public Param<String> inputCol() {
        return inputCol;
    }

    public Param<String> outputCol() {
        return outputCol;
    }

    public Param<String> engine() {
        return engine;
    }

    public Param<String> modelUrl() {
        return modelUrl;
    }

    public IntParam batchSize() {
        return batchSize;
    }

    public Param<String> pooling() {
        return pooling;
    }

    public BooleanParam normalise() {
        return normalise;
    }

    public IntParam maxLength() {
        return maxLength;
    }

    public BooleanParam includeTokenTypes() {
        return includeTokenTypes;
    }

    public Param<String> modelSha256() {
        return modelSha256;
    }

    public DjlTextEmbedder setInputCol(String value) {
        set(inputCol, value);
        return this;
    }

    public DjlTextEmbedder setOutputCol(String value) {
        set(outputCol, value);
        return this;
    }

    public DjlTextEmbedder setEngine(String value) {
        set(engine, value);
        return this;
    }

    public DjlTextEmbedder setModelUrl(String value) {
        set(modelUrl, value);
        return this;
    }

    public DjlTextEmbedder setBatchSize(int value) {
        set(batchSize, value);
        return this;
    }

    public DjlTextEmbedder setPooling(String value) {
        set(pooling, value);
        return this;
    }

    public DjlTextEmbedder setNormalise(boolean value) {
        set(normalise, value);
        return this;
    }

    public DjlTextEmbedder setMaxLength(int value) {
        set(maxLength, value);
        return this;
    }

    public DjlTextEmbedder setIncludeTokenTypes(boolean value) {
        set(includeTokenTypes, value);
        return this;
    }

    public DjlTextEmbedder setModelSha256(String value) {
        set(modelSha256, value);
        return this;
    }
}
