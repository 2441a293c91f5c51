package io.tauspark.tokenizer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The size of the documents of one split.
 *
 * @param documents how many
 * @param bytes of their texts in UTF-8
 * @param words between white space
 * @param preTokens in all
 * @param distinct pre-tokens
 * @param sizes in tokens, by the size of the vocabulary
 */
public record MeasuredText(long documents, long bytes, long words, long preTokens, long distinct, List<Size> sizes) {

    /**
     * The size in tokens of one vocabulary.
     *
     * @param vocabulary number of its ids, special tokens among them
     * @param tokens that the documents have
     * @param bytesPerToken the higher, the shorter the documents are
     * @param tokensPerWord the fertility
     */
    public record Size(int vocabulary, long tokens, double bytesPerToken, double tokensPerWord) {}

    public MeasuredText {
        sizes = List.copyOf(sizes);
    }

    static MeasuredText of(long documents, Compression found, int[] vocabularies) {
        return new MeasuredText(
                documents,
                found.bytes(),
                found.words(),
                found.preTokens(),
                found.distinct(),
                IntStream.range(0, vocabularies.length)
                        .mapToObj(i -> size(vocabularies[i], found.tokens(i), found))
                        .toList());
    }

    /** The size with the whole vocabulary. */
    Size whole() {
        return sizes.get(sizes.size() - 1);
    }

    private static Size size(int vocabulary, long tokens, Compression found) {
        return new Size(vocabulary, tokens, ratio(found.bytes(), tokens), ratio(tokens, found.words()));
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
