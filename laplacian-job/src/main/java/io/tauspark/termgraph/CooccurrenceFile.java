package io.tauspark.termgraph;

import io.tauspark.config.InvalidInput;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Pairs of tokens in Parquet: a row for each first token, with {@code token}, {@code pairs} (how many follow) and
 * {@code behind}. That holds three numbers for each second token, by ascending id: how far its id lies above the one
 * before (the first: above −1), the narrow count and the wide one, as in {@link PairCounts}. A number is written in
 * groups of seven bits, the lowest first, with the top bit of a byte set where another follows (LEB128).
 */
final class CooccurrenceFile {
    static final String NAME = "cooccurrence.parquet";

    private static final StructType SCHEMA = new StructType()
            .add("token", DataTypes.IntegerType, false)
            .add("pairs", DataTypes.IntegerType, false)
            .add("behind", DataTypes.BinaryType, false);

    private static final int GROUP = 7;
    private static final int GROUP_MASK = (1 << GROUP) - 1;
    private static final int MORE = 1 << GROUP;

    private CooccurrenceFile() {}

    static void write(JavaRDD<PairCounts> pairs, Path file, SparkSession spark) {
        // Each part is small; so are the files if there are too many.
        int files = Math.min(pairs.getNumPartitions(), spark.sparkContext().defaultParallelism());
        spark.createDataFrame(pairs.coalesce(files).flatMap(block -> rows(block).iterator()), SCHEMA)
                .write()
                .parquet(file.toString());
    }

    static JavaPairRDD<Integer, PairCounts> read(Path file, int vocabulary, SparkSession spark, int parts) {
        return spark.read()
                .schema(SCHEMA)
                .parquet(file.toString())
                .javaRDD()
                .mapPartitionsToPair(rows -> new Blocks(rows, vocabulary, parts));
    }

    private static List<Row> rows(PairCounts block) {
        List<Row> rows = new ArrayList<>();
        int from = 0;
        while (from < block.size()) {
            int token = PairTable.first(block.pairs()[from]);
            int to = from;
            ByteArrayOutputStream behind = new ByteArrayOutputStream();
            int before = -1;
            int count = 0;
            for (; to < block.size() && PairTable.first(block.pairs()[to]) == token; to++) {
                int second = PairTable.second(block.pairs()[to]);
                if (second != PairCounting.ALONE) {
                    put(second - before, behind);
                    put(block.near()[to], behind);
                    put(block.around()[to], behind);
                    before = second;
                    count++;
                }
            }
            if (count > 0) {
                rows.add(RowFactory.create(token, count, behind.toByteArray()));
            }
            from = to;
        }
        return rows;
    }

    private static void put(long value, ByteArrayOutputStream to) {
        long rest = value;
        while (rest >= MORE) {
            to.write((int) (rest & GROUP_MASK) | MORE);
            rest >>>= GROUP;
        }
        to.write((int) rest);
    }

    /** The pairs of one row. */
    private static final class Behind {
        private final byte[] bytes;
        private int at;

        Behind(byte[] bytes) {
            this.bytes = bytes;
        }

        long next() {
            long value = 0;
            for (int shift = 0; shift < Long.SIZE && at < bytes.length; shift += GROUP) {
                byte next = bytes[at++];
                value |= (long) (next & GROUP_MASK) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new InvalidInput("it ends within a number");
        }

        boolean isRead() {
            return at == bytes.length;
        }
    }

    private static void read(Row row, int vocabulary, PairTable into) {
        int token = row.getInt(0);
        int count = row.getInt(1);
        Behind behind = new Behind(row.<byte[]>getAs(2));
        long second = -1;
        for (int k = 0; k < count; k++) {
            second += behind.next();
            long near = behind.next();
            long around = behind.next();
            if (token < 0 || token >= vocabulary || second < 0 || second >= vocabulary || near < 0 || around < 0) {
                throw new InvalidInput(String.format(
                        Locale.ROOT, "it counts tokens %d and %d of a vocabulary of %d", token, second, vocabulary));
            }
            into.add(PairTable.pair(token, (int) second), near, around);
        }
        if (!behind.isRead()) {
            throw new InvalidInput(String.format(Locale.ROOT, "token %d has more than its %d pairs", token, count));
        }
    }

    /** The rows of a task as blocks for each part, a bounded number of pairs at a time. */
    private static final class Blocks implements Iterator<Tuple2<Integer, PairCounts>> {
        private static final int MOST_PAIRS = 1 << 20;

        private final Iterator<Row> rows;
        private final int vocabulary;
        private final int parts;
        private final Queue<Tuple2<Integer, PairCounts>> ready = new ArrayDeque<>();

        Blocks(Iterator<Row> rows, int vocabulary, int parts) {
            this.rows = rows;
            this.vocabulary = vocabulary;
            this.parts = parts;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && rows.hasNext()) {
                PairTable table = new PairTable();
                while (rows.hasNext() && table.size() < MOST_PAIRS) {
                    add(rows.next(), table);
                }
                PairCounting.hand(table.drain(), parts, ready);
            }
            return !ready.isEmpty();
        }

        @Override
        public Tuple2<Integer, PairCounts> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the file has no more pairs");
            }
            return ready.remove();
        }

        private void add(Row row, PairTable table) {
            try {
                read(row, vocabulary, table);
            } catch (InvalidInput damaged) {
                throw new InvalidInput(
                        "%s is damaged: %s; restore it, or start over with update=false"
                                .formatted(NAME, damaged.getMessage()),
                        damaged);
            }
        }
    }
}
