package io.tauspark.search;

import java.io.Serializable;
import java.util.List;
import java.util.TreeSet;

/**
 * The best of all hits that were offered, up to a number. Which they are does not depend on the order of the offers, nor on how
 * they were split before they were merged, since no two hits are equal in order.
 */
final class BestHits implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int most;
    private final TreeSet<Hit> kept = new TreeSet<>();

    /** @param most how many are kept, at least 1 */
    BestHits(int most) {
        this.most = most;
    }

    void offer(Hit hit) {
        if (kept.size() < most) {
            kept.add(hit);
        } else if (hit.compareTo(kept.last()) < 0) {
            kept.add(hit);
            kept.pollLast();
        }
    }

    /** These and those of another part. */
    BestHits merge(BestHits others) {
        others.kept.forEach(this::offer);
        return this;
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** The hits, the best first. */
    List<Hit> ranked() {
        return List.copyOf(kept);
    }
}
