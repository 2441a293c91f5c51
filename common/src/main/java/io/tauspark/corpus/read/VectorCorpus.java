package io.tauspark.corpus.read;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.Content;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.Rejection;
import io.tauspark.corpus.SourceRecord;
import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * A corpus whose documents come with their vectors. Nothing of it is kept, so that memory does not grow with the number
 * of documents: every action reads the files again.
 */
public final class VectorCorpus implements AutoCloseable {
    private final Records records;
    private final int dimension;
    private final Broadcast<SharedVectorIds> sharedIds;
    private final double[] largest;
    private final ReadSummary summary;

    /** A document that comes with its vector. */
    public static final class VectorDocument implements Serializable {
        private static final long serialVersionUID = 1L;

        private final String id;
        private final double[] vector;

        private VectorDocument(String id, double[] vector) {
            this.id = id;
            this.vector = vector;
        }

        /** Unique within its corpus. */
        public String id() {
            return id;
        }

        /** Finite numbers, as many as all others have, possibly all zero; the document's own array. */
        public double[] vector() {
            return vector;
        }
    }

    private VectorCorpus(
            Records records,
            int dimension,
            Broadcast<SharedVectorIds> sharedIds,
            double[] largest,
            ReadSummary summary) {
        this.records = records;
        this.dimension = dimension;
        this.sharedIds = sharedIds;
        this.largest = largest;
        this.summary = summary;
    }

    /**
     * Scans a corpus.
     *
     * @param config names the field with the vectors
     * @param dimension length of the vectors; if empty, the one that most have, of several the largest
     * @throws InvalidInput if nothing is there, it cannot be read, it has no such field, or no vector of that length
     */
    public static VectorCorpus read(SparkSession spark, CorpusConfig config, OptionalInt dimension) {
        if (config.embedding().isEmpty()) {
            throw new IllegalArgumentException("a corpus of vectors needs the field that holds them");
        }
        try {
            Records records = Records.of(spark, config);
            VectorScan scan = VectorScan.of(records.read(Content.VECTOR), dimension);
            Broadcast<SharedVectorIds> sharedIds =
                    JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(scan.sharedIds());
            try {
                ReadSummary summary = summary(config, scan, rejected(spark, records, scan, sharedIds));
                JavaRDD<double[]> vectors = accepted(records, Content.VECTOR, scan.dimension(), sharedIds)
                        .map(SourceRecord::vector);
                return new VectorCorpus(records, scan.dimension(), sharedIds, scan.largest(vectors), summary);
            } catch (Exception failed) {
                sharedIds.destroy();
                throw failed;
            }
        } catch (Exception failed) {
            throw Refusals.explained(config, failed);
        }
    }

    /** The documents, read again for every action. */
    public JavaRDD<VectorDocument> documents() {
        return accepted(records, Content.VECTOR, dimension, sharedIds)
                .map(document -> new VectorDocument(document.id(), document.vector()));
    }

    /** The texts of some documents by id; those without a text are not in it. One pass. */
    public Map<String, String> texts(Collection<String> ids) {
        HashSet<String> wanted = new HashSet<>(ids);
        Map<String, String> texts = new TreeMap<>();
        accepted(records, Content.VECTOR_WITH_TEXT, dimension, sharedIds)
                .filter(document -> wanted.contains(document.id()) && document.text() != null)
                .map(document -> new Tuple2<>(document.id(), document.text()))
                .collect()
                .forEach(text -> texts.put(text._1, text._2));
        return texts;
    }

    /** Id and text of all documents that have a text, read again for every action. */
    public JavaPairRDD<String, String> texts() {
        return accepted(records, Content.VECTOR_WITH_TEXT, dimension, sharedIds)
                .filter(document -> document.text() != null)
                .mapToPair(document -> new Tuple2<>(document.id(), document.text()));
    }

    /** Numbers per vector. */
    public int dimension() {
        return dimension;
    }

    /** The number of documents; at least one. */
    public long count() {
        return summary.accepted();
    }

    /** The largest magnitude of every feature, {@link #dimension} numbers. */
    public double[] largest() {
        return largest.clone();
    }

    public ReadSummary summary() {
        return summary;
    }

    @Override
    public void close() {
        sharedIds.destroy();
    }

    private static JavaRDD<SourceRecord> accepted(
            Records records, Content content, int dimension, Broadcast<SharedVectorIds> sharedIds) {
        return records.read(content)
                .filter(record -> record.isDocument()
                        && record.vector().length == dimension
                        && !sharedIds.value().contains(record));
    }

    private static ReadSummary summary(CorpusConfig config, VectorScan scan, Dataset<Row> rejected) {
        Map<String, Long> byReason = scan.rejected();
        long found = scan.found();
        if (found == 0) {
            throw scan.tally().vectors().isEmpty()
                    ? Refusals.noDocuments(config, config.embedding(), byReason, rejected)
                    : Refusals.noVectors(config, scan.dimension(), scan.tally().vectors());
        }
        long duplicates = scan.sharedIds().duplicates();
        return new ReadSummary(config, found - duplicates - scan.sharedIds().clashes(), duplicates, byReason, rejected);
    }

    private static Dataset<Row> rejected(
            SparkSession spark, Records records, VectorScan scan, Broadcast<SharedVectorIds> sharedIds) {
        int dimension = scan.dimension();
        SliceLines.Numbers numbers = scan.tally().lines().numbers();
        return spark.createDataFrame(
                records.read(Content.VECTOR).flatMap(record -> {
                    Rejection reason = reason(record, dimension, sharedIds.value());
                    return reason == null
                            ? Collections.emptyIterator()
                            : List.of(row(record, reason, numbers)).iterator();
                }),
                ReadSummary.REJECTED);
    }

    private static @Nullable Rejection reason(SourceRecord record, int dimension, SharedVectorIds sharedIds) {
        if (record.isEndOfSlice()) {
            return null;
        }
        if (!record.isDocument()) {
            return record.rejection();
        }
        if (record.vector().length != dimension) {
            return Rejection.WRONG_LENGTH;
        }
        return sharedIds.isClash(record) ? Rejection.DUPLICATE_ID : null;
    }

    private static Row row(SourceRecord record, Rejection reason, SliceLines.Numbers numbers) {
        long line = numbers.inFile(record.file(), record.slice(), record.line());
        return RowFactory.create(reason.reason(), record.file(), line, record.shown(), record.bytes());
    }
}
