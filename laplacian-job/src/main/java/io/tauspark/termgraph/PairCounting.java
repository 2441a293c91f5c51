package io.tauspark.termgraph;

import io.tauspark.tokens.Tokenizer;
import io.tauspark.tokens.TokenizerSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * The work of a task on its texts: it counts tokens and pairs of them, and hands the counts on by the part of the
 * vocabulary that their first token belongs to. A task holds one table at a time, so that its memory does not grow with
 * its texts; the same pair then comes from each of its tables.
 */
final class PairCounting implements PairFlatMapFunction<Iterator<String>, Integer, PairCounts> {
    private static final long serialVersionUID = 1L;

    /** Stands in the place of the second token where a token is counted by itself. */
    static final int ALONE = Integer.MAX_VALUE;

    /** Distinct pairs after which a table is handed on; it has at most 2²¹ slots of 24 bytes then, 50 MB. */
    private static final int MOST_PAIRS = 1 << 20;

    private final TokenizerSource tokenizer;
    private final Windows windows;
    private final int parts;

    PairCounting(TokenizerSource tokenizer, Windows windows, int parts) {
        this.tokenizer = tokenizer;
        this.windows = windows;
        this.parts = parts;
    }

    @Override
    public Iterator<Tuple2<Integer, PairCounts>> call(Iterator<String> texts) {
        Tokenizer opened = tokenizer.open();
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> opened.close());
        return new Counted(texts, opened);
    }

    /** The counts of some tokens, by part. */
    static void hand(PairCounts counts, int parts, Queue<Tuple2<Integer, PairCounts>> to) {
        PairCounts[] split = counts.split(parts);
        for (int part = 0; part < parts; part++) {
            if (split[part].size() > 0) {
                to.add(new Tuple2<>(part, split[part]));
            }
        }
    }

    private final class Counted implements Iterator<Tuple2<Integer, PairCounts>> {
        private final Iterator<String> texts;
        private final Tokenizer opened;
        private final long[] weights = windows.weights();
        private final Queue<Tuple2<Integer, PairCounts>> ready = new ArrayDeque<>();

        Counted(Iterator<String> texts, Tokenizer opened) {
            this.texts = texts;
            this.opened = opened;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && texts.hasNext()) {
                hand(count(), parts, ready);
            }
            return !ready.isEmpty();
        }

        @Override
        public Tuple2<Integer, PairCounts> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the texts have no more pairs");
            }
            return ready.remove();
        }

        private PairCounts count() {
            PairTable table = new PairTable();
            while (texts.hasNext() && table.size() < MOST_PAIRS) {
                int[] tokens = opened.encode(texts.next());
                for (int token : tokens) {
                    table.add(PairTable.pair(token, ALONE), 1, 0);
                }
                windows.count(tokens, weights, table);
            }
            return table.drain();
        }
    }
}
