package io.tauspark.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.Row;

/**
 * The size of some documents in tokens of vocabularies that are each the beginning of the next. Tasks add it up as
 * numbers in one array: bytes, words, pre-tokens, distinct pre-tokens, tokens for each vocabulary, and how often each
 * token of the last one stands.
 */
final class Compression {
    private static final int BYTES = 0;
    private static final int WORDS = 1;
    private static final int PRE_TOKENS = 2;
    private static final int DISTINCT = 3;
    private static final int TOKENS = 4;

    private final long[] sums;
    private final int vocabularies;

    private Compression(long[] sums, int vocabularies) {
        this.sums = sums;
        this.vocabularies = vocabularies;
    }

    static Compression of(long[] sums, int vocabularies) {
        return new Compression(sums, vocabularies);
    }

    /** The number of sums with vocabularies that have so many merges. */
    static int size(int[] merges) {
        return TOKENS + merges.length + ByteAlphabet.SIZE + merges[merges.length - 1];
    }

    /**
     * The sums of counted pre-tokens.
     *
     * @param counts rows of {@link PreTokenCounts}
     * @param merges that each vocabulary has, ascending; the last one has all of the encoder's
     */
    static long[] sums(Iterator<Row> counts, BytePairEncoder encoder, int[] merges) {
        long[] sums = new long[size(merges)];
        int[] lengths = new int[merges.length];
        while (counts.hasNext()) {
            Row row = counts.next();
            String preToken = row.getString(0);
            long count = row.getLong(1);
            if (preToken.equals(PreTokenCounts.WORDS)) {
                sums[WORDS] += count;
                continue;
            }
            byte[] text = preToken.getBytes(StandardCharsets.UTF_8);
            sums[BYTES] += count * text.length;
            sums[PRE_TOKENS] += count;
            sums[DISTINCT]++;
            for (int id : encoder.encode(text, merges, lengths)) {
                sums[TOKENS + merges.length + id] += count;
            }
            for (int i = 0; i < lengths.length; i++) {
                sums[TOKENS + i] += count * lengths[i];
            }
        }
        return sums;
    }

    /** Bytes of the texts in UTF-8. */
    long bytes() {
        return sums[BYTES];
    }

    /** Words between white space. */
    long words() {
        return sums[WORDS];
    }

    long preTokens() {
        return sums[PRE_TOKENS];
    }

    /** Distinct pre-tokens. */
    long distinct() {
        return sums[DISTINCT];
    }

    /** Tokens with one of the vocabularies. */
    long tokens(int vocabulary) {
        return sums[TOKENS + vocabulary];
    }

    /** How often each token of the last vocabulary stands in the documents. */
    long[] occurrences() {
        return Arrays.copyOfRange(sums, TOKENS + vocabularies, sums.length);
    }
}
