package io.tauspark.search;

import io.tauspark.store.Json;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Provenance;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The files of a search: hits as Parquet, by query and rank, and what was found in all as JSON. */
final class SearchOutput {
    /** Directory of the Parquet files. */
    static final String HITS = "hits";

    private static final String REPORT = "search.json";
    private static final String REJECTED = "rejected";

    /** What the command writes. */
    static final OutputKind KIND = new OutputKind(
            "search",
            Provenance.FILE,
            Layout.of(
                    Pattern.quote(Provenance.FILE),
                    Pattern.quote(REPORT),
                    REJECTED + "/part-00000\\.jsonl\\.gz",
                    HITS + "/" + Layout.SPARK_PART,
                    HITS + "/" + Layout.SPARK_SUCCESS));

    private static final StructType COLUMNS = new StructType()
            .add("query", DataTypes.StringType, false)
            .add("rank", DataTypes.IntegerType, false)
            .add("id", DataTypes.StringType, false)
            .add("score", DataTypes.DoubleType, false)
            .add("cosine", DataTypes.DoubleType, false)
            .add("lambda", DataTypes.DoubleType, false)
            .add("delta", DataTypes.DoubleType, false);

    private final SparkSession spark;
    private final Path directory;

    SearchOutput(SparkSession spark, Path directory) {
        this.spark = spark;
        this.directory = directory;
    }

    /** Columns {@code query, rank, id, score, cosine, lambda, delta}; terms also have their {@code text}. */
    void hits(Searched searched, List<List<Hit>> hits, SearchConfig.Over over) {
        boolean terms = over == SearchConfig.Over.TERMS;
        List<Row> rows = new ArrayList<>();
        for (int query = 0; query < hits.size(); query++) {
            List<Hit> found = hits.get(query);
            Map<String, String> texts =
                    terms ? searched.texts(found.stream().map(Hit::id).toList()) : Map.of();
            for (int rank = 0; rank < found.size(); rank++) {
                rows.add(row(searched.queries().get(query), rank + 1, found.get(rank), terms, texts));
            }
        }
        StructType columns = terms ? COLUMNS.add("text", DataTypes.StringType, false) : COLUMNS;
        spark.createDataFrame(rows, columns).coalesce(1).write().parquet(new Path(directory, HITS).toString());
    }

    private static Row row(Query query, int rank, Hit hit, boolean terms, Map<String, String> texts) {
        Stream<Object> values = Stream.of(
                query.id(), rank, hit.id(), hit.score(), hit.cosine(), hit.lambda(), hit.lambda() - query.lambda());
        return RowFactory.create(
                (terms ? Stream.concat(values, Stream.of(texts.getOrDefault(hit.id(), ""))) : values).toArray());
    }

    void rejected(Searched searched) throws IOException {
        searched.writeRejected(new Path(directory, REJECTED));
    }

    void report(SearchReport report, Provenance provenance) throws IOException {
        var hadoop = spark.sparkContext().hadoopConfiguration();
        Storage.writeText(new Path(directory, REPORT), Json.pretty(report), hadoop);
        provenance.write(directory, hadoop);
    }
}
