package io.tauspark.tokenizer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The merges of a byte-level BPE in the order in which they were learnt, and the tokens that they make. Ids below 256 are
 * bytes; the merge of rank r makes the token 256 + r, so that its parts have smaller ids.
 */
final class Merges implements Serializable {
    private static final long serialVersionUID = 1L;

    /** 2⁶⁴ divided by the golden ratio, odd, so that no two products are equal. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final List<byte[]> tokens = new ArrayList<>();
    private final List<Long> pairs = new ArrayList<>();

    Merges() {
        for (int value = 0; value < ByteAlphabet.SIZE; value++) {
            tokens.add(new byte[] {(byte) value});
        }
    }

    /** Two ids as one number. */
    static long pair(int left, int right) {
        return ((long) left << Integer.SIZE) | right;
    }

    /**
     * A number of its own for each pair, by which maps find it: the hash of a {@code Long} is that of its halves together,
     * and would be the same for all pairs of ids with the same bits in one or the other.
     */
    static long key(int left, int right) {
        return pair(left, right) * SPREAD;
    }

    static int left(long pair) {
        return (int) (pair >>> Integer.SIZE);
    }

    static int right(long pair) {
        return (int) pair;
    }

    /** Adds a merge and returns the id of its token. */
    int add(long pair) {
        pairs.add(pair);
        tokens.add(joined(pair));
        return tokens.size() - 1;
    }

    /** The bytes of two tokens, one after the other. */
    byte[] joined(long pair) {
        byte[] left = tokens.get(left(pair));
        byte[] right = tokens.get(right(pair));
        byte[] joined = new byte[left.length + right.length];
        System.arraycopy(left, 0, joined, 0, left.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }

    /** The number of merges. */
    int count() {
        return pairs.size();
    }

    /** The pair of the merge of a rank. */
    long pair(int rank) {
        return pairs.get(rank);
    }

    /** The number of tokens, bytes among them. */
    int tokens() {
        return tokens.size();
    }

    byte[] token(int id) {
        return tokens.get(id);
    }

    /** The first merges alone. */
    Merges first(int count) {
        Merges first = new Merges();
        for (int rank = 0; rank < count; rank++) {
            first.add(pairs.get(rank));
        }
        return first;
    }
}
