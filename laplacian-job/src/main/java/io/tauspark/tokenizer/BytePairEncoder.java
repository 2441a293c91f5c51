package io.tauspark.tokenizer;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Byte-pair encoding with learnt merges: of the pairs in a pre-token, the one with the lowest rank is merged wherever it
 * is, from left to right, until no pair has a rank.
 *
 * <p>Source: Sennrich, Haddow and Birch, Neural Machine Translation of Rare Words with Subword Units, ACL 2016.
 */
final class BytePairEncoder implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int BYTE_MASK = 0xFF;
    private static final int[] ALL = {};
    private static final int NO_RANK = Integer.MAX_VALUE;

    private final Map<Long, Integer> ranks = new HashMap<>();

    BytePairEncoder(Merges merges) {
        for (int rank = 0; rank < merges.count(); rank++) {
            long pair = merges.pair(rank);
            ranks.put(Merges.key(Merges.left(pair), Merges.right(pair)), rank);
        }
    }

    /** The ids of a text that a pre-tokenizer cuts. */
    int[] encode(String text, PreTokenizer preTokenizer) {
        IntStream.Builder ids = IntStream.builder();
        preTokenizer.cut(text, preToken -> Arrays.stream(encode(preToken)).forEach(ids::add));
        return ids.build().toArray();
    }

    /** The ids of one pre-token. */
    int[] encode(String preToken) {
        return encode(preToken.getBytes(StandardCharsets.UTF_8), ALL, ALL);
    }

    /**
     * The ids of one pre-token, with the number of them that the first merges alone would have given.
     *
     * @param bytes of the pre-token
     * @param merges numbers of first merges, ascending; the last one is that of all
     * @param lengths gets as many numbers
     */
    int[] encode(byte[] bytes, int[] merges, int[] lengths) {
        int[] ids = ids(bytes);
        int length = ids.length;
        int next = 0;
        while (true) {
            int rank = lowest(ids, length);
            // With fewer merges it would have ended here: up to now all ranks were lower.
            while (next < merges.length && rank >= merges[next]) {
                lengths[next++] = length;
            }
            if (rank == NO_RANK) {
                return Arrays.copyOf(ids, length);
            }
            length = merge(ids, length, rank);
        }
    }

    private static int[] ids(byte[] bytes) {
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bytes[i] & BYTE_MASK;
        }
        return ids;
    }

    private int lowest(int[] ids, int length) {
        int lowest = NO_RANK;
        for (int i = 1; i < length; i++) {
            Integer rank = ranks.get(Merges.key(ids[i - 1], ids[i]));
            if (rank != null && rank < lowest) {
                lowest = rank;
            }
        }
        return lowest;
    }

    private int merge(int[] ids, int length, int rank) {
        int kept = 0;
        for (int i = 0; i < length; kept++) {
            Integer found = i + 1 < length ? ranks.get(Merges.key(ids[i], ids[i + 1])) : null;
            if (found != null && found == rank) {
                ids[kept] = ByteAlphabet.SIZE + rank;
                i += 2;
            } else {
                ids[kept] = ids[i];
                i++;
            }
        }
        return kept;
    }
}
