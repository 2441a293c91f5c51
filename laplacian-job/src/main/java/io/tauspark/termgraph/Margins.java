package io.tauspark.termgraph;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/**
 * The sums of each known term over all others, in whole numbers: how often something known stands before it, after it
 * and around it, and how many different ones.
 */
final class Margins implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] before;
    private final long[] after;
    private final long[] around;
    private final long[] others;

    /**
     * Takes sums.
     *
     * @param before narrow counts of others before it
     * @param after narrow counts of others after it
     * @param around wide counts of others to either side
     * @param others pairs that it is part of
     */
    Margins(long[] before, long[] after, long[] around, long[] others) {
        this.before = before;
        this.after = after;
        this.around = around;
        this.others = others;
    }

    long[] before() {
        return before;
    }

    long[] after() {
        return after;
    }

    long[] around() {
        return around;
    }

    long[] others() {
        return others;
    }

    static Margins none(int terms) {
        return new Margins(new long[terms], new long[terms], new long[terms], new long[terms]);
    }

    static Margins of(JavaRDD<PairCounts> pairs, Broadcast<KnownTerms> known, int terms) {
        // The empty sums stand for no pairs: zeros would travel with every task.
        return pairs.mapPartitions(blocks -> {
                    Margins sums = none(terms);
                    blocks.forEachRemaining(block -> sums.add(block, known.value()));
                    return List.of(sums).iterator();
                })
                .treeReduce(Margins::plus);
    }

    private void add(PairCounts block, KnownTerms known) {
        for (int k = 0; k < block.size(); k++) {
            int first = known.term(PairTable.first(block.pairs()[k]));
            int second = known.term(PairTable.second(block.pairs()[k]));
            if (first >= 0 && second >= 0) {
                after[first] += block.near()[k];
                before[second] += block.near()[k];
                around[first] += block.around()[k];
                around[second] += block.around()[k];
                others[first]++;
                others[second]++;
            }
        }
    }

    private Margins plus(Margins other) {
        for (int term = 0; term < before.length; term++) {
            before[term] += other.before[term];
            after[term] += other.after[term];
            around[term] += other.around[term];
            others[term] += other.others[term];
        }
        return this;
    }
}
