package io.tauspark.stage;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * An estimator whose {@code fit} is a run of a job on files that it writes for it. What the job makes lies in
 * {@link #workDir}, or in a directory for temporary files of the default file system, which is removed when the driver ends.
 *
 * @param <E> the estimator itself, which its setters return
 * @param <M> the model that it fits
 */
public abstract class JobEstimator<E extends JobEstimator<E, M>, M extends JobModel<M>> extends Estimator<M>
        implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    /** The seed of all jobs unless they are told otherwise. */
    private static final long SEED = 42;

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> idCol;
    private final Param<String> workDir;
    private final LongParam seed;
    private final StringArrayParam settings;

    /**
     * @param input what {@code inputCol} holds
     * @param job whose settings these are
     */
    protected JobEstimator(String uid, String input, String job) {
        this.uid = uid;
        inputCol = new Param<>(this, "inputCol", "column of " + input);
        idCol = new Param<>(
                this, "idCol", "column of ids, texts or whole numbers; empty: the beginning of each text's SHA-256");
        workDir = new Param<>(
                this,
                "workDir",
                "directory for what fit makes, that all machines reach; empty: a temporary one of the default file system");
        seed = new LongParam(this, "seed", "seed of all that is drawn at random");
        settings = new StringArrayParam(
                this, "settings", "settings of the job " + job + ", each as key=value; they win over its defaults");
        setDefault(inputCol, "text");
        setDefault(idCol, "");
        setDefault(workDir, "");
        setDefault(seed, SEED);
        setDefault(settings, new String[0]);
    }

    /** A run of the job, all of whose settings can be used. */
    protected interface JobRun {
        /**
         * Runs the job.
         *
         * @return the directory of what the model needs
         */
        Path of(SparkSession spark) throws IOException;
    }

    /**
     * Configures the job; nothing has been written.
     *
     * @param schema of the rows that the model is fitted on
     * @param documents a directory of Parquet files that there will be, with the input column and, if it is given, the column
     *     {@code id}
     * @param work directory to write to
     * @throws InvalidInput if a setting cannot be used
     */
    protected abstract JobRun job(StructType schema, Path documents, Path work);

    /** The name of the input column in the documents. */
    protected abstract String documentColumn(StructType schema);

    /** A model that has no files yet. */
    protected abstract M model();

    @Override
    public final M fit(Dataset<?> dataset) {
        StructType unusedSchema = transformSchema(dataset.schema());
        SparkSession spark = dataset.sparkSession();
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        M model = model();
        try {
            boolean kept = !getWorkDir().isEmpty();
            Path work = Storage.qualified(
                    kept ? getWorkDir() : new Path(hadoop.get("hadoop.tmp.dir"), model.uid()).toString(), hadoop);
            FileSystem files = Storage.of(work, hadoop);
            Path documents = new Path(work, "documents-" + UUID.randomUUID());
            JobRun job = job(dataset.schema(), documents, work);
            try {
                columns(dataset).write().parquet(documents.toString());
                M fitted = copyValues(model.at(job.of(spark)).setParent(this), ParamMap.empty());
                boolean unused = kept || files.deleteOnExit(work);
                return fitted;
            } catch (IOException | RuntimeException failed) {
                boolean unused = !kept && files.delete(work, true);
                throw failed;
            } finally {
                boolean unused = files.delete(documents, true);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        String id = getOrDefault(idCol);
        if (!id.isEmpty()) {
            StageColumns.requireId(schema, idCol.name(), id);
        }
        return schema;
    }

    @Override
    @SuppressWarnings("unchecked")
    public E copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public final String uid() {
        return uid;
    }

    /**
     * The settings of the job, with those that the stage makes.
     *
     * @throws InvalidInput if one of them was given
     */
    protected final String[] settings(List<String> made) {
        return JobSettings.with(made, settings, getSettings());
    }

    private Dataset<Row> columns(Dataset<?> dataset) {
        List<Column> columns = new ArrayList<>();
        columns.add(StageColumns.named(getOrDefault(inputCol)).as(documentColumn(dataset.schema())));
        String id = getOrDefault(idCol);
        if (!id.isEmpty()) {
            columns.add(StageColumns.named(id).cast("string").as("id"));
        }
        return dataset.select(columns.toArray(Column[]::new));
    }

    /** This, by the type that setters return. */
    @SuppressWarnings("unchecked")
    private E self() {
        return (E) this;
    }

    public final Param<String> inputCol() {
        return inputCol;
    }

    public final Param<String> idCol() {
        return idCol;
    }

    public final Param<String> workDir() {
        return workDir;
    }

    public final LongParam seed() {
        return seed;
    }

    public final StringArrayParam settings() {
        return settings;
    }

    public final E setInputCol(String value) {
        set(inputCol, value);
        return self();
    }

    public final E setIdCol(String value) {
        set(idCol, value);
        return self();
    }

    public final E setWorkDir(String value) {
        set(workDir, value);
        return self();
    }

    public final E setSeed(long value) {
        set(seed, value);
        return self();
    }

    public final E setSettings(String... value) {
        set(settings, value);
        return self();
    }

    public final String getInputCol() {
        return getOrDefault(inputCol);
    }

    public final String getIdCol() {
        return getOrDefault(idCol);
    }

    public final String getWorkDir() {
        return getOrDefault(workDir);
    }

    public final long getSeed() {
        return (Long) getOrDefault(seed);
    }

    public final String[] getSettings() {
        return getOrDefault(settings);
    }
}
