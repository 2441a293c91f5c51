package io.tauspark.shard;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The set of all runs of five words of a text, as sorted 64-bit hashes. Words are letters and digits of the normalised
 * text; a text of fewer words is one shingle, one without any word has none.
 */
final class Shingles {
    private static final int WORDS = 5;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** Prime of the 64-bit FNV hash. */
    private static final long FNV_PRIME = 0x100000001B3L;

    private Shingles() {}

    static long[] of(String text) {
        String[] words = BETWEEN_WORDS
                .splitAsStream(NormalText.of(text))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
        if (words.length == 0) {
            return new long[0];
        }
        long[] hashes = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            hashes[i] = hash(words[i]);
        }
        long[] shingles = new long[Math.max(1, words.length - WORDS + 1)];
        for (int i = 0; i < shingles.length; i++) {
            long shingle = 0;
            for (int k = i; k < Math.min(i + WORDS, words.length); k++) {
                shingle = MinHash.mixed(shingle + hashes[k]);
            }
            shingles[i] = shingle;
        }
        return Arrays.stream(shingles).sorted().distinct().toArray();
    }

    /** Jaccard similarity of two sorted sets: what they share over what either has; 0 if both are empty. */
    static double similarity(long[] some, long[] others) {
        int shared = 0;
        for (int i = 0, k = 0; i < some.length && k < others.length; ) {
            if (some[i] == others[k]) {
                shared++;
                i++;
                k++;
            } else if (some[i] < others[k]) {
                i++;
            } else {
                k++;
            }
        }
        int all = some.length + others.length - shared;
        return all == 0 ? 0 : (double) shared / all;
    }

    /** The set as bytes, which Spark's columns hold without boxes. */
    static byte[] packed(long[] set) {
        ByteBuffer bytes = ByteBuffer.allocate(set.length * Long.BYTES);
        bytes.asLongBuffer().put(set);
        return bytes.array();
    }

    static long[] unpacked(byte[] bytes) {
        long[] set = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).asLongBuffer().get(set);
        return set;
    }

    private static long hash(String word) {
        long hash = 0;
        for (int i = 0; i < word.length(); i++) {
            hash = (hash ^ word.charAt(i)) * FNV_PRIME;
        }
        return MinHash.mixed(hash);
    }
}
