package io.tauspark.termgraph;

import io.tauspark.tokens.TokenizerSource;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * How often the tokens of a vocabulary stand near each other in the documents of a memory, in exact whole numbers: the
 * same for any partitions and any order of documents, and the sum of those of its parts. They stay in Spark's storage
 * until closed; each task holds the pairs of one part of the vocabulary, and the driver the counts of single tokens
 * alone.
 */
public final class Cooccurrence implements AutoCloseable {
    /** The file in a release. */
    public static final String FILE = CooccurrenceFile.NAME;

    /**
     * Parts of the vocabulary for each partition of the texts. Distinct pairs grow slower than texts, so that a part
     * keeps to some million pairs, about 100 bytes each while they are added up.
     */
    private static final int PARTS_PER_PARTITION = 16;

    /** More would only be files. */
    private static final int MOST_PARTS = 4_096;

    private final long[] counts;
    private final JavaRDD<PairCounts> pairs;

    private Cooccurrence(long[] counts, JavaRDD<PairCounts> pairs) {
        this.counts = counts;
        this.pairs = pairs;
    }

    /**
     * Counts documents.
     *
     * @param texts one for each document
     * @param earlier counts of documents that are carried over, where there are any, of the same tokenizer and windows
     */
    static Cooccurrence of(
            JavaRDD<String> texts, TokenizerSource tokenizer, Windows windows, Optional<Carried> earlier) {
        int parts = Math.min(MOST_PARTS, Math.max(1, PARTS_PER_PARTITION * texts.getNumPartitions()));
        JavaPairRDD<Integer, PairCounts> blocks =
                texts.mapPartitionsToPair(new PairCounting(tokenizer, windows, parts));
        long[] counts = new long[tokenizer.identity().vocabulary()];
        if (earlier.isPresent()) {
            System.arraycopy(earlier.get().counts(), 0, counts, 0, counts.length);
            blocks = blocks.union(earlier.get().pairs(parts));
        }
        JavaRDD<PairCounts> pairs = sums(blocks, parts).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            for (PairCounts single : pairs.map(PairCounts::alone).collect()) {
                for (int k = 0; k < single.size(); k++) {
                    int token = PairTable.first(single.pairs()[k]);
                    counts[token] = Math.addExact(counts[token], single.near()[k]);
                }
            }
            return new Cooccurrence(counts, pairs);
        } catch (RuntimeException failed) {
            pairs.unpersist(true);
            throw failed;
        }
    }

    private static JavaRDD<PairCounts> sums(JavaPairRDD<Integer, PairCounts> blocks, int parts) {
        return blocks.partitionBy(new HashPartitioner(parts))
                .values()
                .mapPartitions(several -> List.of(PairCounts.sum(several)).iterator());
    }

    /**
     * The counts that are carried over from a release.
     *
     * @param counts of single tokens
     * @param file of the pairs
     */
    public record Carried(long[] counts, Path file, SparkSession spark) {
        JavaPairRDD<Integer, PairCounts> pairs(int parts) {
            return CooccurrenceFile.read(file, counts.length, spark, parts);
        }
    }

    /** How often each token occurs, [V]. */
    public long[] counts() {
        return counts.clone();
    }

    /** Pairs, each once, by the part of the vocabulary that their first token belongs to. */
    JavaRDD<PairCounts> pairs() {
        return pairs;
    }

    /** The same pairs the other way round, by the part of the vocabulary that their second token belongs to. */
    JavaRDD<PairCounts> swapped() {
        int parts = pairs.getNumPartitions();
        return sums(pairs.flatMapToPair(block -> block.swapped(parts)), parts);
    }

    /** Writes all pairs into a directory of Parquet files. */
    public void write(Path file, SparkSession spark) {
        CooccurrenceFile.write(pairs, file, spark);
    }

    @Override
    public void close() {
        pairs.unpersist(true);
    }
}
