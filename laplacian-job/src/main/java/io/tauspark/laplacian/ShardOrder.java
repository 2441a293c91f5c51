package io.tauspark.laplacian;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.udf;

import io.tauspark.corpus.Document;
import io.tauspark.corpus.Fingerprint;
import io.tauspark.corpus.Split;
import io.tauspark.store.Json;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/**
 * The documents in the order in which shards hold them: training first, then by the fingerprint of seed and id, which
 * shuffles them. They are sorted once; the passes after that read Spark's shuffle files.
 */
final class ShardOrder {
    /** Rows {@code (held_out, line, bytes)} in order. */
    private final JavaRDD<Row> ordered;

    private final ShardConfig config;
    /** What lies before every partition of {@link #ordered}; the last is all there is. */
    private final List<Extent> before;

    /** @param documents columns {@code id} and {@code text}, ids unique */
    ShardOrder(Dataset<Row> documents, ShardConfig config) {
        this.config = config;
        double fraction = config.validationFraction();
        long seed = config.seed();
        UDF1<String, Boolean> heldOut = id -> Split.of(id, fraction) == Split.VALIDATION;
        UDF1<String, Long> place = id -> Fingerprint.of(seed, id);
        UDF2<String, String, String> line = (id, text) -> Json.line(new Document(id, text));
        ordered = documents
                .select(
                        udf(heldOut, DataTypes.BooleanType).apply(col("id")).as("held_out"),
                        udf(place, DataTypes.LongType).apply(col("id")).as("place"),
                        col("id"),
                        udf(line, DataTypes.StringType)
                                .apply(col("id"), col("text"))
                                .as("line"))
                .orderBy("held_out", "place", "id")
                .select(col("held_out"), col("line"), octet_length(col("line")))
                .toJavaRDD();
        before = new ArrayList<>(List.of(new Extent()));
        for (Extent extent : ordered.mapPartitions(ShardOrder::extent).collect()) {
            before.add(before.get(before.size() - 1).plus(extent));
        }
    }

    /**
     * Where to cut: parts of a split differ in bytes by little more than a document.
     *
     * @throws io.tauspark.config.InvalidInput if a part would stay empty
     */
    ShardCut cut() {
        Extent all = before.get(before.size() - 1);
        ShardCut.requireEnough(all.documents[0], all.documents[1], config);
        int[] parts = {config.shards(), config.validationParts()};
        List<Extent> starts = before;
        long[][] first = {unknown(parts[0]), unknown(parts[1])};
        for (long[] found : ordered.mapPartitionsWithIndex(
                        (partition, rows) -> firsts(rows, starts.get(partition).plus(new Extent()), all, parts), true)
                .collect()) {
            // In order, so the first one to be seen of every part is the first one there is.
            long[] ranks = first[(int) found[0]];
            int part = (int) found[1];
            ranks[part] = ranks[part] < 0 ? found[2] : ranks[part];
        }
        return new ShardCut(
                ShardCut.starts(first[0], all.documents[0]),
                ShardCut.starts(first[1], all.documents[1]),
                all.documents[0]);
    }

    /** The lines by their rank over both splits. */
    JavaPairRDD<Long, String> lines() {
        return ordered.map(row -> row.getString(1)).zipWithIndex().mapToPair(Tuple2::swap);
    }

    private static Iterator<Extent> extent(Iterator<Row> rows) {
        Extent extent = new Extent();
        rows.forEachRemaining(extent::add);
        return List.of(extent).iterator();
    }

    /** Split, part and rank of the documents of a partition that are the first in it of their part. */
    private static Iterator<long[]> firsts(Iterator<Row> rows, Extent here, Extent all, int[] parts) {
        List<long[]> firsts = new ArrayList<>();
        int[] last = {-1, -1};
        while (rows.hasNext()) {
            Row row = rows.next();
            int split = split(row);
            int part = ShardCut.part(here.bytes[split], row.getInt(2), all.bytes[split], parts[split]);
            if (part > last[split]) {
                firsts.add(new long[] {split, part, here.documents[split]});
                last[split] = part;
            }
            here.add(row);
        }
        return firsts.iterator();
    }

    private static int split(Row row) {
        return row.getBoolean(0) ? 1 : 0;
    }

    private static long[] unknown(int parts) {
        long[] ranks = new long[parts];
        Arrays.fill(ranks, -1);
        return ranks;
    }

    /** Documents and bytes of training and validation. */
    private static final class Extent implements Serializable {
        private static final long serialVersionUID = 1L;

        private final long[] documents = new long[2];
        private final long[] bytes = new long[2];

        void add(Row row) {
            documents[split(row)]++;
            bytes[split(row)] += row.getInt(2);
        }

        Extent plus(Extent other) {
            Extent sum = new Extent();
            for (int split = 0; split < 2; split++) {
                sum.documents[split] = documents[split] + other.documents[split];
                sum.bytes[split] = bytes[split] + other.bytes[split];
            }
            return sum;
        }
    }
}
