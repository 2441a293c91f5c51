package io.tauspark.termgraph;

import java.util.Arrays;

/**
 * Sums by pair of tokens: a hash table in one array, open addressing, without an object per pair. A pair (first,
 * second) is the number first · 2³² + second.
 */
final class PairTable {
    /** Key, near and around, one after the other. */
    private static final int SLOT = 3;

    private static final long EMPTY = -1;
    private static final int SMALLEST = 1 << 10;

    /** 2⁶⁴ over the golden ratio, which spreads keys that lie close together. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private long[] slots = empty(SMALLEST);
    private int capacity = SMALLEST;
    private int size;

    static long pair(int first, int second) {
        return ((long) first << Integer.SIZE) | second;
    }

    static int first(long pair) {
        return (int) (pair >>> Integer.SIZE);
    }

    static int second(long pair) {
        return (int) pair;
    }

    int size() {
        return size;
    }

    void add(long pair, long near, long around) {
        int at = slot(slots, capacity, pair);
        if (slots[at] == EMPTY) {
            // Above half full the ways to a free slot grow long.
            if (2 * size >= capacity) {
                grow();
                at = slot(slots, capacity, pair);
            }
            slots[at] = pair;
            size++;
        }
        slots[at + 1] += near;
        slots[at + 2] += around;
    }

    void addAll(PairCounts counts) {
        for (int k = 0; k < counts.size(); k++) {
            add(counts.pairs()[k], counts.near()[k], counts.around()[k]);
        }
    }

    /** Its content in ascending order of the pairs; the table is empty afterwards. */
    PairCounts drain() {
        long[] pairs = new long[size];
        int count = 0;
        for (int at = 0; at < slots.length; at += SLOT) {
            if (slots[at] != EMPTY) {
                pairs[count++] = slots[at];
            }
        }
        Arrays.sort(pairs);
        long[] near = new long[count];
        long[] around = new long[count];
        for (int k = 0; k < count; k++) {
            int at = slot(slots, capacity, pairs[k]);
            near[k] = slots[at + 1];
            around[k] = slots[at + 2];
        }
        slots = empty(SMALLEST);
        capacity = SMALLEST;
        size = 0;
        return new PairCounts(pairs, near, around);
    }

    private void grow() {
        int larger = Math.multiplyExact(capacity, 2);
        long[] moved = empty(larger);
        for (int at = 0; at < slots.length; at += SLOT) {
            if (slots[at] != EMPTY) {
                System.arraycopy(slots, at, moved, slot(moved, larger, slots[at]), SLOT);
            }
        }
        slots = moved;
        capacity = larger;
    }

    /** The place of a pair, or the free one where it belongs. */
    private static int slot(long[] slots, int capacity, long pair) {
        int shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        int at = (int) ((pair * SPREAD) >>> shift) * SLOT;
        while (slots[at] != EMPTY && slots[at] != pair) {
            at += SLOT;
            if (at == slots.length) {
                at = 0;
            }
        }
        return at;
    }

    private static long[] empty(int capacity) {
        long[] slots = new long[Math.multiplyExact(capacity, SLOT)];
        for (int at = 0; at < slots.length; at += SLOT) {
            slots[at] = EMPTY;
        }
        return slots;
    }
}
