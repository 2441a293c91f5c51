package io.tauspark.train.rounds;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which the ranks of workers are dealt to partitions. {@code treeAggregate} merges the partitions whose
 * numbers are equal modulo a power of two; with the bits of the numbers reversed these are neighbouring ranks, whose
 * results can be added up and do not have to travel on one by one.
 */
final class RankOrder {
    private RankOrder() {}

    /**
     * The rank of each partition.
     *
     * @param workers a power of two
     */
    static List<Integer> of(int workers) {
        int bits = Integer.numberOfTrailingZeros(workers);
        // Shifted as a long, because one worker has no bits and an int cannot be shifted by all of its own.
        return IntStream.range(0, workers)
                .map(partition -> (int) (Integer.toUnsignedLong(Integer.reverse(partition)) >>> (Integer.SIZE - bits)))
                .boxed()
                .toList();
    }

    /**
     * The depth of the tree that makes {@code treeAggregate} merge modulo powers of two: two levels where the number of
     * workers has a whole square root, else a level for each halving.
     */
    static int depth(int workers) {
        int halvings = Integer.numberOfTrailingZeros(workers);
        return halvings % 2 == 0 ? 2 : halvings;
    }
}
