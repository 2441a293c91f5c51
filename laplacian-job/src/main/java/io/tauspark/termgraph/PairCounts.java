package io.tauspark.termgraph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import scala.Tuple2;

/**
 * How often tokens stand near each other: ordered pairs (first, second), of which the second comes later in a document.
 */
final class PairCounts implements Serializable {
    private static final long serialVersionUID = 1L;

    private final long[] pairs;
    private final long[] near;
    private final long[] around;

    /**
     * Takes counts.
     *
     * @param pairs as {@link PairTable} writes them, ascending, each once
     * @param near how often the second stands within the narrow window behind the first
     * @param around weighted count of the second within the wide window behind the first, in units of
     *     {@link Windows#UNIT}
     */
    PairCounts(long[] pairs, long[] near, long[] around) {
        this.pairs = pairs;
        this.near = near;
        this.around = around;
    }

    long[] pairs() {
        return pairs;
    }

    long[] near() {
        return near;
    }

    long[] around() {
        return around;
    }

    int size() {
        return pairs.length;
    }

    /** The sums of several, which may have pairs in common. */
    static PairCounts sum(Iterator<PairCounts> several) {
        PairTable table = new PairTable();
        several.forEachRemaining(table::addAll);
        return table.drain();
    }

    /** The counts of single tokens among them. */
    PairCounts alone() {
        int[] places = IntStream.range(0, size())
                .filter(k -> PairTable.second(pairs[k]) == PairCounting.ALONE)
                .toArray();
        return new PairCounts(
                Arrays.stream(places).mapToLong(k -> pairs[k]).toArray(),
                Arrays.stream(places).mapToLong(k -> near[k]).toArray(),
                new long[places.length]);
    }

    /** The same with the second token first, by the part that it belongs to, in no order; without single tokens. */
    Iterator<Tuple2<Integer, PairCounts>> swapped(int parts) {
        int paired = 0;
        for (long pair : pairs) {
            paired += PairTable.second(pair) == PairCounting.ALONE ? 0 : 1;
        }
        PairCounts swapped = new PairCounts(new long[paired], new long[paired], new long[paired]);
        int at = 0;
        for (int k = 0; k < size(); k++) {
            int second = PairTable.second(pairs[k]);
            if (second != PairCounting.ALONE) {
                swapped.pairs[at] = PairTable.pair(second, PairTable.first(pairs[k]));
                swapped.near[at] = near[k];
                swapped.around[at++] = around[k];
            }
        }
        List<Tuple2<Integer, PairCounts>> blocks = new ArrayList<>();
        PairCounts[] split = swapped.split(parts);
        for (int part = 0; part < parts; part++) {
            if (split[part].size() > 0) {
                blocks.add(new Tuple2<>(part, split[part]));
            }
        }
        return blocks.iterator();
    }

    /** The same by the part that the first token belongs to: its id modulo their number. Each keeps the order. */
    PairCounts[] split(int parts) {
        int[] sizes = new int[parts];
        for (long pair : pairs) {
            sizes[PairTable.first(pair) % parts]++;
        }
        PairCounts[] split = new PairCounts[parts];
        for (int part = 0; part < parts; part++) {
            split[part] = new PairCounts(new long[sizes[part]], new long[sizes[part]], new long[sizes[part]]);
            sizes[part] = 0;
        }
        for (int k = 0; k < pairs.length; k++) {
            int part = PairTable.first(pairs[k]) % parts;
            int at = sizes[part]++;
            split[part].pairs[at] = pairs[k];
            split[part].near[at] = near[k];
            split[part].around[at] = around[k];
        }
        return split;
    }
}
