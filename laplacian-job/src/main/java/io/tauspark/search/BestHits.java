package io.tauspark.search;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The best of all hits that were offered, up to a number. Which they are does not depend on the order of the offers, nor on how
 * they were split before they were merged, since no two hits are equal in order.
 */
final class BestHits implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int most;
    /** The worst of them first. */
    private final PriorityQueue<Hit> kept = new PriorityQueue<>(Collections.reverseOrder());

    /** @param most how many are kept, at least 1 */
    BestHits(int most) {
        this.most = most;
    }

    void offer(Hit hit) {
        if (kept.size() < most) {
            kept.add(hit);
            return;
        }
        Hit worst = kept.peek();
        if (worst != null && hit.compareTo(worst) < 0) {
            kept.poll();
            kept.add(hit);
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
        return kept.stream().sorted().toList();
    }
}
