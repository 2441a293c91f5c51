package io.tauspark.corpus.read;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.SourceRecord;
import io.tauspark.corpus.files.FileRecord;
import io.tauspark.corpus.files.FileSlice;
import io.tauspark.corpus.files.InputFiles;
import io.tauspark.corpus.files.SlicePlan;
import io.tauspark.corpus.files.SliceRecords;
import io.tauspark.corpus.files.TableFiles;
import io.tauspark.corpus.parquet.ParquetTable;
import io.tauspark.store.TaskConfiguration;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** The records of an input, in any format. Nothing is kept: every action on them reads the files again. */
final class Records {
    private final SparkSession spark;
    private final CorpusConfig config;
    private final InputFiles input;
    private final Optional<ParquetTable> table;

    private Records(SparkSession spark, CorpusConfig config, InputFiles input) {
        this.spark = spark;
        this.config = config;
        this.input = input;
        this.table = config.format() == Format.PARQUET && !input.files().isEmpty()
                ? Optional.of(ParquetTable.of(input.files(), config, spark))
                : Optional.empty();
    }

    /** @throws InvalidInput if there is no such input, or it has a file that cannot be read */
    static Records of(SparkSession spark, CorpusConfig config) throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        InputFiles input = InputFiles.of(config.input(), hadoop);
        TableFiles.requireNone(input, config, hadoop);
        return new Records(spark, config, input);
    }

    /** Reads the records; for text, the ends of slices are among them. */
    JavaRDD<SourceRecord> read(Content content) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        if (input.files().isEmpty()) {
            return context.emptyRDD();
        }
        if (table.isPresent()) {
            return table.get().records(content);
        }
        boolean files = config.isOfFiles();
        List<List<FileSlice>> tasks = SlicePlan.of(input.files(), !files, spark);
        JavaRDD<FileSlice> slices = context.parallelize(tasks, tasks.size()).flatMap(List::iterator);
        TaskConfiguration storage = TaskConfiguration.of(spark.sparkContext());
        CorpusConfig reading = config;
        Path root = input.root();
        return files
                ? slices.map(slice -> FileRecord.read(slice, root, reading, storage.value()))
                : slices.flatMap(slice -> SliceRecords.open(slice, reading, content, storage.value()));
    }
}
