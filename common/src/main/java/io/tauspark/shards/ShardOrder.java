package io.tauspark.shards;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.udf;

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

    private final ShardPlan plan;
    /** What lies before every partition of {@link #ordered}; the last is all there is. */
    private final List<Extents> before;

    /** @param documents columns {@code id} and {@code text}, ids unique */
    ShardOrder(Dataset<Row> documents, ShardPlan plan) {
        this.plan = plan;
        double fraction = plan.validationFraction();
        long seed = plan.seed();
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
        before = new ArrayList<>(List.of(Extents.NONE));
        for (String extents : ordered.mapPartitions(ShardOrder::extents).collect()) {
            before.add(before.get(before.size() - 1)
                    .plus(Json.read(extents, Extents.class, "the extents of a partition")));
        }
    }

    /**
     * The cut into parts: parts of a split differ in bytes by little more than a document.
     *
     * @throws io.tauspark.config.InvalidInput if a part would stay empty
     */
    ShardCut cut() {
        Extents all = before.get(before.size() - 1);
        long training = all.training().documents();
        long validation = all.validation().documents();
        ShardCut.requireEnough(training, validation, plan);
        Parts parts = new Parts(plan.shards(), plan.validationParts());
        List<Extents> starts = before;
        List<First> firsts = ordered
                .mapPartitionsWithIndex((partition, rows) -> firsts(rows, starts.get(partition), all, parts), true)
                .collect()
                .stream()
                .map(first -> Json.read(first, First.class, "the first document of a part"))
                .toList();
        return new ShardCut(
                ShardCut.starts(ranks(firsts, Split.TRAIN, parts), training),
                ShardCut.starts(ranks(firsts, Split.VALIDATION, parts), validation),
                training);
    }

    /** The lines by their rank over both splits. */
    JavaPairRDD<Long, String> lines() {
        return ordered.map(row -> row.getString(1)).zipWithIndex().mapToPair(Tuple2::swap);
    }

    /** The {@link Extents} of a partition as JSON, because Kryo, where a cluster sets it, cannot carry records. */
    private static Iterator<String> extents(Iterator<Row> rows) {
        Extents extents = Extents.NONE;
        while (rows.hasNext()) {
            extents = extents.plus(rows.next());
        }
        return List.of(Json.line(extents)).iterator();
    }

    /** The documents of a partition that are the first in it of their part, each a {@link First} as JSON. */
    private static Iterator<String> firsts(Iterator<Row> rows, Extents start, Extents all, Parts parts) {
        List<String> firsts = new ArrayList<>();
        Extents here = start;
        First last = null;
        while (rows.hasNext()) {
            Row row = rows.next();
            Split split = split(row);
            Extent earlier = here.of(split);
            int part = ShardCut.part(earlier.bytes(), bytes(row), all.of(split).bytes(), parts.of(split));
            // Rows are in order, so splits and parts only rise.
            if (last == null || split != last.split() || part > last.part()) {
                last = new First(split, part, earlier.documents());
                firsts.add(Json.line(last));
            }
            here = here.plus(row);
        }
        return firsts.iterator();
    }

    /** The rank of the first document of every part of a split, or -1 if it has none. */
    private static long[] ranks(List<First> firsts, Split split, Parts parts) {
        long[] ranks = new long[parts.of(split)];
        Arrays.fill(ranks, -1);
        for (First first : firsts) {
            // In order, so the first one to be seen of every part is the first one there is.
            if (first.split() == split && ranks[first.part()] < 0) {
                ranks[first.part()] = first.rank();
            }
        }
        return ranks;
    }

    private static Split split(Row row) {
        return row.getBoolean(0) ? Split.VALIDATION : Split.TRAIN;
    }

    private static int bytes(Row row) {
        return row.getInt(2);
    }

    /**
     * The first document of a part in a partition.
     *
     * @param rank among the documents of its split
     */
    record First(Split split, int part, long rank) {}

    /** Numbers of parts. */
    private record Parts(int training, int validation) implements Serializable {
        int of(Split split) {
            return split == Split.TRAIN ? training : validation;
        }
    }

    /** Numbers of documents and of their bytes. */
    record Extent(long documents, long bytes) implements Serializable {
        static final Extent NONE = new Extent(0, 0);

        Extent plus(Extent other) {
            return new Extent(documents + other.documents, bytes + other.bytes);
        }
    }

    /** The extents of training and validation. */
    record Extents(Extent training, Extent validation) implements Serializable {
        static final Extents NONE = new Extents(Extent.NONE, Extent.NONE);

        Extent of(Split split) {
            return split == Split.TRAIN ? training : validation;
        }

        Extents plus(Extents other) {
            return new Extents(training.plus(other.training), validation.plus(other.validation));
        }

        Extents plus(Row row) {
            Extent document = new Extent(1, ShardOrder.bytes(row));
            return ShardOrder.split(row) == Split.TRAIN
                    ? new Extents(training.plus(document), validation)
                    : new Extents(training, validation.plus(document));
        }
    }
}
