package io.tauspark.train.pipeline;

import com.typesafe.config.ConfigUtil;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.read.Corpus;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.inference.CompleteConfig;
import io.tauspark.inference.PerplexityJob;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.shards.ShardFiles;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.ShardPlan;
import io.tauspark.stage.JobEstimator;
import io.tauspark.stage.StageColumns;
import io.tauspark.stage.StageMemory;
import io.tauspark.store.Publication;
import io.tauspark.store.Storage;
import io.tauspark.train.TrainJob;
import io.tauspark.train.config.TrainConfig;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a model on a column of texts with {@link TrainJob}: cut into shards as {@code shard} cuts documents, but for duplicates,
 * which stay. In {@code workDir} the training is the run {@code run}; one that was killed is resumed by the same {@code fit}.
 */
public final class TauGptEstimator extends JobEstimator<TauGptEstimator, TauGptModel> {
    private static final long serialVersionUID = 1L;

    /** Defaults as those of the job shard. */
    private static final int SHARDS = 8;

    private static final double VALIDATION_FRACTION = 0.05;

    /** The validation set is the same of any number of parts. */
    private static final int VALIDATION_PARTS = 1;

    private final Param<String> memory;
    private final IntParam shards;
    private final DoubleParam validationFraction;
    private final Param<String> completionCol;
    private final Param<String> logProbabilityCol;
    private final Param<String> bitsPerByteCol;
    private final StringArrayParam generation;

    public TauGptEstimator() {
        this(Identifiable.randomUID("TauGptEstimator"));
    }

    /** @param uid of this stage in its pipeline */
    public TauGptEstimator(String uid) {
        super(uid, TauGptColumns.INPUT, "train");
        memory = new Param<>(
                this,
                "memory",
                "directory of a domain memory; empty: the memory that a column of the rows was made with, if one was");
        shards = new IntParam(
                this, "shards", "number of training parts, at least one per worker", ParamValidators.gtEq(1));
        validationFraction = new DoubleParam(
                this,
                "validationFraction",
                "share of the documents that the model is scored on and does not learn, chosen by their ids",
                ParamValidators.inRange(0, 1, false, false));
        completionCol = TauGptColumns.completion(this);
        logProbabilityCol = TauGptColumns.logProbability(this);
        bitsPerByteCol = TauGptColumns.bitsPerByte(this);
        generation = TauGptColumns.generation(this);
        setDefault(memory, "");
        setDefault(shards, SHARDS);
        setDefault(validationFraction, VALIDATION_FRACTION);
        setDefault(completionCol, TauGptColumns.COMPLETION);
        setDefault(logProbabilityCol, TauGptColumns.LOG_PROBABILITY);
        setDefault(bitsPerByteCol, TauGptColumns.BITS_PER_BYTE);
        setDefault(generation, new String[0]);
    }

    public static MLReader<TauGptEstimator> read() {
        return new DefaultParamsReader<>();
    }

    public static TauGptEstimator load(String path) {
        return read().load(path);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        StructType checked = super.transformSchema(schema);
        StageColumns.requireText(checked, inputCol().name(), getInputCol());
        return TauGptColumns.appended(checked, getCompletionCol(), getLogProbabilityCol(), getBitsPerByteCol());
    }

    @Override
    protected JobRun job(StructType schema, Path documents, Path work) {
        CompleteConfig unused = TauGptColumns.complete(generation, getGeneration());
        CorpusConfig corpus = PerplexityJob.configure(
                        "model=none",
                        "output=none",
                        "input=" + ConfigUtil.quoteString(documents.toString()),
                        "format=parquet")
                .corpus();
        Path cut = new Path(work, "shards");
        String known = getMemory().isEmpty() ? StageMemory.of(schema).orElse("") : getMemory();
        TrainConfig config = TrainJob.configure(settings(List.of(
                "data=" + ConfigUtil.quoteString(cut.toString()),
                "memory=" + ConfigUtil.quoteString(known),
                "output=" + ConfigUtil.quoteString(new Path(work, "run").toString()),
                "seed=" + getSeed())));
        ShardPlan plan = new ShardPlan(
                inputCol().name() + "=" + getInputCol(),
                getShards(),
                getValidationFraction(),
                VALIDATION_PARTS,
                getSeed());
        return spark -> {
            Configuration hadoop = spark.sparkContext().hadoopConfiguration();
            try {
                cut(spark, corpus, plan, cut);
                Path run = new Path(TrainJob.run(spark, config).output());
                return TrainedModel.directory(run, hadoop);
            } finally {
                boolean unusedResult = Storage.of(cut, hadoop).delete(cut, true);
            }
        };
    }

    private static void cut(SparkSession spark, CorpusConfig corpus, ShardPlan plan, Path shards) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        try (Corpus read = Corpus.read(spark, corpus);
                Publication publication = Publication.begin(shards, true, hadoop)) {
            ReadSummary summary = read.summary();
            summary.requireFewRejected();
            List<ShardPart> parts;
            try (ShardFiles files = new ShardFiles(publication.staging(), spark.sparkContext())) {
                parts = files.parts(read.documents(), plan);
            }
            ShardManifest.of(
                            parts,
                            summary.rejectedByReason(),
                            summary.duplicates(),
                            0,
                            summary.records(),
                            plan.seed(),
                            plan.source(),
                            corpus.fields())
                    .write(publication.staging(), hadoop);
            publication.publish();
        }
    }

    @Override
    protected String documentColumn(StructType schema) {
        return "text";
    }

    @Override
    protected TauGptModel model() {
        return new TauGptModel();
    }

    public Param<String> memory() {
        return memory;
    }

    public IntParam shards() {
        return shards;
    }

    public DoubleParam validationFraction() {
        return validationFraction;
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

    public TauGptEstimator setMemory(String value) {
        set(memory, value);
        return this;
    }

    public TauGptEstimator setShards(int value) {
        set(shards, value);
        return this;
    }

    public TauGptEstimator setValidationFraction(double value) {
        set(validationFraction, value);
        return this;
    }

    public TauGptEstimator setCompletionCol(String value) {
        set(completionCol, value);
        return this;
    }

    public TauGptEstimator setLogProbabilityCol(String value) {
        set(logProbabilityCol, value);
        return this;
    }

    public TauGptEstimator setBitsPerByteCol(String value) {
        set(bitsPerByteCol, value);
        return this;
    }

    public TauGptEstimator setGeneration(String... value) {
        set(generation, value);
        return this;
    }

    public String getMemory() {
        return getOrDefault(memory);
    }

    public int getShards() {
        return (Integer) getOrDefault(shards);
    }

    public double getValidationFraction() {
        return (Double) getOrDefault(validationFraction);
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
