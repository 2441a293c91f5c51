package io.tauspark.inference;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.config.Problems;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.read.Corpus;
import io.tauspark.corpus.read.ReadSummary;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.output.InputPath;
import io.tauspark.output.OutputDirectory;
import io.tauspark.output.OutputGuard;
import io.tauspark.store.Json;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Provenance;
import io.tauspark.store.Stopwatch;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Parquet files of what a model makes of the documents of a corpus, which appear whole or not at all. Files beside them that
 * begin with an underscore, which Spark does not read, say what was rejected and where it came from.
 *
 * @param job its name
 * @param config its settings, for the provenance
 * @param model that is used
 * @param corpus the documents
 * @param output directory to make
 * @param overwrite whether an earlier output may be replaced
 */
record InferenceOutput(String job, Object config, String model, CorpusConfig corpus, String output, boolean overwrite) {
    private static final String PROVENANCE = "_provenance.json";
    private static final String REJECTED = "_rejected";

    /** Digits of a sum of logarithms behind the point. Whole numbers of them add up to the same in any order. */
    private static final String EXACT = "decimal(38,12)";

    /** Refuses names that are none. */
    static void check(String model, String output) {
        new Problems()
                .check(!model.isBlank(), "model", model, "is blank; name the output of train")
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make")
                .throwIfAny();
    }

    /**
     * Makes the files, or leaves everything as it was.
     *
     * @param work makes rows of documents with a model
     * @param reporting sums up the rows that were written
     */
    <R> R write(
            SparkSession spark,
            BiFunction<Dataset<Row>, Path, Dataset<Row>> work,
            BiFunction<Dataset<Row>, ReadSummary, R> reporting)
            throws IOException {
        Configuration hadoop = spark.sparkContext().hadoopConfiguration();
        Stopwatch stages = new Stopwatch();
        try (OutputDirectory directory = OutputDirectory.open(guard(hadoop))) {
            Path from = Storage.qualified(model, hadoop);
            // A model that is none is told of before the corpus is read.
            String tokenizer = TrainedModel.card(from, hadoop).tokenizer().toString();
            try (Corpus read = Corpus.read(spark, corpus)) {
                read.summary().requireFewRejected();
                stages.lap("read");
                Path staging = directory.staging();
                work.apply(read.documents(), from).write().mode(SaveMode.Append).parquet(staging.toString());
                read.summary().writeRejected(new Path(staging, REJECTED));
                stages.lap("write");
                R report = reporting.apply(spark.read().parquet(staging.toString()), read.summary());
                Map<String, Object> inputs = Map.of(
                        "model", from.toString(),
                        "tokenizer", tokenizer,
                        "documents", read.summary().records());
                Provenance provenance =
                        Provenance.of(job, spark, config, inputs, stages).withResults(report);
                Storage.writeText(new Path(staging, PROVENANCE), Json.pretty(provenance), hadoop);
                directory.publish();
                return report;
            }
        }
    }

    /**
     * The results of an earlier run with the same settings, if its files are there.
     *
     * @throws InvalidInput if they are damaged
     */
    <R> Optional<R> earlier(Class<R> type, Configuration hadoop) throws IOException {
        Path file = new Path(Storage.qualified(output, hadoop), PROVENANCE);
        if (!Storage.of(file, hadoop).exists(file)) {
            return Optional.empty();
        }
        String what = "'" + file + "'";
        JsonNode written = Json.tree(Storage.readText(file, hadoop), what);
        return written.path("config").equals(Json.tree(Json.line(config), "the settings"))
                ? Optional.of(Json.read(written.path("results"), type, what))
                : Optional.empty();
    }

    /** The sum of a column of logarithms, the same in any order of the rows. */
    static Column sum(String column) {
        return functions.sum(functions.col(column).cast(EXACT)).cast("double");
    }

    private OutputGuard guard(Configuration hadoop) throws IOException {
        OutputKind kind = new OutputKind(
                job,
                PROVENANCE,
                Layout.of(
                        Pattern.quote(PROVENANCE),
                        REJECTED + "/part-00000\\.jsonl\\.gz",
                        Layout.SPARK_PART,
                        Layout.SPARK_SUCCESS));
        List<InputPath> inputs = List.of(new InputPath("input", corpus.input()), new InputPath("model", model));
        return OutputGuard.of(kind, output, overwrite, inputs, hadoop);
    }
}
