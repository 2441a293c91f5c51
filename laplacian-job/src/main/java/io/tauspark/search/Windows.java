package io.tauspark.search;

import java.io.Serializable;
import java.util.List;

/**
 * The places in the order of λ whose holders are candidates for queries: of each query as many on either side of its own λ, as
 * far as there are any. What has just the query's λ lies on the lower side, its last place next to the query.
 */
final class Windows implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] from;
    private final long[] to;

    /**
     * @param below for each query, how many have at most its λ
     * @param size how many there are in all
     * @param side candidates on either side
     */
    Windows(long[] below, long size, int side) {
        from = new long[below.length];
        to = new long[below.length];
        for (int query = 0; query < below.length; query++) {
            from[query] = Math.max(0, below[query] - side);
            to[query] = Math.min(size, below[query] + side);
        }
    }

    /** Whether the holder of a place, counted from 0, is a candidate for a query. */
    boolean isCandidate(int query, long place) {
        return place >= from[query] && place < to[query];
    }

    /** Counts one more for the queries that have at least this λ. */
    static long[] count(long[] below, List<Query> queries, double lambda) {
        for (int query = 0; query < below.length; query++) {
            if (lambda <= queries.get(query).lambda()) {
                below[query]++;
            }
        }
        return below;
    }

    /** Adds the counts of another part. */
    static long[] add(long[] below, long[] others) {
        for (int query = 0; query < below.length; query++) {
            below[query] += others[query];
        }
        return below;
    }
}
