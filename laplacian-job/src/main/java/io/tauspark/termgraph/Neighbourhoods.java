package io.tauspark.termgraph;

import java.util.Arrays;

/**
 * The pairs of some terms, by term: every other term that stands before, after or around it. Both in ascending order.
 */
final class Neighbourhoods {
    private int[] terms = new int[1 << 4];
    private int[] ends = new int[1 << 4];
    private int count;

    private int[] others = new int[1 << 10];
    private long[] before = new long[1 << 10];
    private long[] after = new long[1 << 10];
    private long[] around = new long[1 << 10];
    private int size;

    private Neighbourhoods() {}

    /**
     * Joins the pairs in which the terms of one part come first with those in which they come second.
     *
     * @param behind pairs (term, what follows), ascending
     * @param ahead pairs (term, what it follows), ascending
     */
    static Neighbourhoods of(PairCounts behind, PairCounts ahead, KnownTerms known) {
        Neighbourhoods joined = new Neighbourhoods();
        int b = 0;
        int a = 0;
        while (b < behind.size() || a < ahead.size()) {
            long pair = Math.min(
                    b < behind.size() ? behind.pairs()[b] : Long.MAX_VALUE,
                    a < ahead.size() ? ahead.pairs()[a] : Long.MAX_VALUE);
            long following = 0;
            long preceding = 0;
            long wide = 0;
            if (b < behind.size() && behind.pairs()[b] == pair) {
                following = behind.near()[b];
                wide += behind.around()[b++];
            }
            if (a < ahead.size() && ahead.pairs()[a] == pair) {
                preceding = ahead.near()[a];
                wide += ahead.around()[a++];
            }
            int term = known.term(PairTable.first(pair));
            int other = known.term(PairTable.second(pair));
            if (term >= 0 && other >= 0) {
                joined.add(term, other, preceding, following, wide);
            }
        }
        return joined;
    }

    private void add(int term, int other, long preceding, long following, long wide) {
        if (count == 0 || terms[count - 1] != term) {
            if (count == terms.length) {
                terms = Arrays.copyOf(terms, 2 * count);
                ends = Arrays.copyOf(ends, 2 * count);
            }
            terms[count++] = term;
        }
        if (size == others.length) {
            int larger = Math.multiplyExact(2, size);
            others = Arrays.copyOf(others, larger);
            before = Arrays.copyOf(before, larger);
            after = Arrays.copyOf(after, larger);
            around = Arrays.copyOf(around, larger);
        }
        others[size] = other;
        before[size] = preceding;
        after[size] = following;
        around[size++] = wide;
        ends[count - 1] = size;
    }

    /** Terms that have a neighbourhood here. */
    int count() {
        return count;
    }

    /** A term by its number here. */
    int term(int k) {
        return terms[k];
    }

    int begin(int k) {
        return k == 0 ? 0 : ends[k - 1];
    }

    int end(int k) {
        return ends[k];
    }

    int other(int at) {
        return others[at];
    }

    long before(int at) {
        return before[at];
    }

    long after(int at) {
        return after[at];
    }

    long around(int at) {
        return around[at];
    }
}
