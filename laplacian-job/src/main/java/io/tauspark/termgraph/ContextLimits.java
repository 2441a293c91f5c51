package io.tauspark.termgraph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * The smallest counts that still make a context of a term, so that none has more contexts of a kind than allowed. Of
 * contexts with equal counts all are kept or none, so that no order of ids matters; a term whose contexts are fewer
 * keeps them all.
 */
final class ContextLimits implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] before;
    private final long[] after;
    private final long[] around;

    /**
     * Takes limits.
     *
     * @param before least narrow count of another before it, by term
     * @param after least narrow count of another after it
     * @param around least wide count of another around it
     */
    ContextLimits(long[] before, long[] after, long[] around) {
        this.before = before;
        this.after = after;
        this.around = around;
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

    /** The limits under which all contexts are kept. */
    static ContextLimits none(int terms) {
        long[] one = new long[terms];
        Arrays.fill(one, 1);
        return new ContextLimits(one, one, one);
    }

    /** @param most contexts of a term, of each kind */
    static ContextLimits of(JavaRDD<Neighbourhoods> neighbourhoods, int terms, int most) {
        ContextLimits none = none(terms);
        ContextLimits limits = new ContextLimits(none.before.clone(), none.after.clone(), none.around.clone());
        neighbourhoods.flatMap(block -> limits(block, most)).collect().forEach(limit -> {
            int term = (int) limit[0];
            limits.before[term] = limit[1];
            limits.after[term] = limit[2];
            limits.around[term] = limit[3];
        });
        return limits;
    }

    private static Iterator<long[]> limits(Neighbourhoods block, int most) {
        List<long[]> limits = new ArrayList<>();
        for (int k = 0; k < block.count(); k++) {
            int begin = block.begin(k);
            int length = block.end(k) - begin;
            if (length > most) {
                long[] before = new long[length];
                long[] after = new long[length];
                long[] around = new long[length];
                for (int at = 0; at < length; at++) {
                    before[at] = block.before(begin + at);
                    after[at] = block.after(begin + at);
                    around[at] = block.around(begin + at);
                }
                limits.add(new long[] {block.term(k), least(before, most), least(after, most), least(around, most)});
            }
        }
        return limits.iterator();
    }

    /** The smallest count from 1 on that no more than {@code most} reach; sorts the counts. */
    static long least(long[] counts, int most) {
        if (counts.length <= most) {
            return 1;
        }
        Arrays.sort(counts);
        return counts[counts.length - most - 1] + 1;
    }
}
