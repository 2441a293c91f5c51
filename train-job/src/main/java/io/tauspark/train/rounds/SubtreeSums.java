package io.tauspark.train.rounds;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The sum of the results of all workers of a round, added in a fixed balanced tree over their ranks, whatever the order
 * in which Spark brings them together: ((0 + 1) + (2 + 3)) + …. A part of the sum that stands alone because it has no
 * neighbour goes up the tree as it is. Floating-point addition is not associative; with a fixed tree the sum has the
 * same bits for any number of slots and executors, and after a task was run again.
 *
 * <p>Holds the subtrees that are complete and waits with them for their siblings. A plain class of plain classes and
 * arrays, which both of Spark's serializers can carry.
 */
final class SubtreeSums implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int workers;
    private final List<Subtree> subtrees = new ArrayList<>();

    /** A node of the tree: the sum of workers {@code index · 2^level} to {@code (index + 1) · 2^level - 1}. */
    private static final class Subtree implements Serializable {
        private static final long serialVersionUID = 1L;

        private int level;
        private int index;
        private final RoundResult sum;

        Subtree(int index, RoundResult sum) {
            this.index = index;
            this.sum = sum;
        }

        boolean siblingOf(Subtree other) {
            return level == other.level && (index ^ 1) == other.index;
        }

        /** Whether a right sibling would begin behind the last worker. */
        boolean hasNoSibling(int workers) {
            return index % 2 == 0 && (long) (index + 1) << level >= workers;
        }

        void rise() {
            level++;
            index /= 2;
        }
    }

    /**
     * A sum of nothing yet.
     *
     * @param workers how many results make the whole sum
     */
    SubtreeSums(int workers) {
        this.workers = workers;
    }

    /** One worker's result. */
    static SubtreeSums of(int workers, int rank, RoundResult result) {
        SubtreeSums sums = new SubtreeSums(workers);
        sums.add(new Subtree(rank, result));
        return sums;
    }

    /** Takes over what another one holds, which is used up, and returns itself. */
    SubtreeSums merge(SubtreeSums other) {
        other.subtrees.forEach(this::add);
        return this;
    }

    /** The whole sum. */
    RoundResult total() {
        if (subtrees.size() != 1 || 1L << subtrees.get(0).level < workers) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "results of some of the %d workers are missing", workers));
        }
        return subtrees.get(0).sum;
    }

    /** The number of results and sums of results that this holds. */
    int size() {
        return subtrees.size();
    }

    private void add(Subtree subtree) {
        Subtree grown = subtree;
        while (1L << grown.level < workers) {
            if (!grown.hasNoSibling(workers)) {
                Subtree sibling = takeSiblingOf(grown);
                if (sibling == null) {
                    break;
                }
                Subtree left = grown.index % 2 == 0 ? grown : sibling;
                left.sum.addRight(left == grown ? sibling.sum : grown.sum);
                grown = left;
            }
            grown.rise();
        }
        subtrees.add(grown);
    }

    private @Nullable Subtree takeSiblingOf(Subtree subtree) {
        for (int i = 0; i < subtrees.size(); i++) {
            if (subtrees.get(i).siblingOf(subtree)) {
                return subtrees.remove(i);
            }
        }
        return null;
    }
}
