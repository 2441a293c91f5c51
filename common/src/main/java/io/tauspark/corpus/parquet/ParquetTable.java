package io.tauspark.corpus.parquet;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.SourceRecord;
import io.tauspark.corpus.files.FileSlice;
import io.tauspark.corpus.files.SlicePlan;
import io.tauspark.store.TaskConfiguration;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Parquet files as records. Spark's own source needs a type for every column of a file, and one for all files: here
 * each file is read as it is, and nothing of it but the columns that are asked for.
 */
public final class ParquetTable {
    private final List<FileStatus> files;
    private final CorpusConfig config;
    private final SparkSession spark;
    private final ParquetSurvey survey;

    private ParquetTable(List<FileStatus> files, CorpusConfig config, SparkSession spark, ParquetSurvey survey) {
        this.files = files;
        this.config = config;
        this.spark = spark;
        this.survey = survey;
    }

    /**
     * @param files at least one
     * @throws InvalidInput if one of them is no sound Parquet
     */
    public static ParquetTable of(List<FileStatus> files, CorpusConfig config, SparkSession spark) {
        List<String> paths =
                files.stream().map(file -> file.getPath().toString()).toList();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return new ParquetTable(files, config, spark, ParquetSurvey.of(paths, config, context));
    }

    /**
     * All rows, read once more for every action.
     *
     * @throws InvalidInput if no file has a column, or none has it with a type that can be read
     */
    public JavaRDD<SourceRecord> records(Content content) {
        survey.require(config, content);
        List<List<FileSlice>> tasks = SlicePlan.of(files, true, spark);
        TaskConfiguration storage = TaskConfiguration.of(spark.sparkContext());
        CorpusConfig reading = config;
        return JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(tasks, tasks.size())
                .flatMap(List::iterator)
                .flatMap(slice -> opened(ParquetRows.open(slice, reading, content, storage.value())));
    }

    /** A task may end before the rows do. */
    private static ParquetRows opened(ParquetRows rows) {
        TaskCompletionListener closing = task -> rows.close();
        TaskContext.get().addTaskCompletionListener(closing);
        return rows;
    }
}
