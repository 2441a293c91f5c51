package io.tauspark.tokenizer;

import io.tauspark.config.Problems;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.tokens.TokenizerSource;
import java.util.HashSet;
import java.util.List;

/**
 * The settings by which a vocabulary is learnt.
 *
 * @param data directory of shards
 * @param output directory to make
 * @param overwrite whether an earlier tokenizer at the output may be replaced
 * @param vocabulary number of ids, bytes and special tokens among them; 0 if the corpus chooses
 * @param digits of a number that stay together at most
 * @param special tokens that no text is cut into, in the order of their ids
 * @param words distinct pre-tokens that the driver learns from, the most frequent ones
 * @param leastCount of a pair of tokens that becomes one
 */
public record TokenizerConfig(
        String data,
        String output,
        boolean overwrite,
        int vocabulary,
        int digits,
        List<String> special,
        int words,
        int leastCount) {
    /** As many as {@code train} reads; a model has a vector for each. */
    private static final int LARGEST_VOCABULARY = 1 << 24;

    /** Far more than any name of a special token needs. */
    private static final int LONGEST_SPECIAL = 64;

    /** What these take of the driver's memory, some gigabytes, is more than merges can be told apart by. */
    private static final int MOST_WORDS = 20_000_000;

    public TokenizerConfig {
        special = List.copyOf(special);
        int smallest = ByteAlphabet.SIZE + special.size();
        List<String> separators = TokenizerSource.separators();
        PreTokenizer preTokenizer = new PreTokenizer(PreTokenizer.MOST_DIGITS);
        new Problems()
                .check(!data.isBlank(), "data", data, "is blank; name the output of shard")
                .check(!output.isBlank(), "output", output, "is blank; name the directory to make")
                .check(
                        vocabulary == 0 || (vocabulary >= smallest && vocabulary <= LARGEST_VOCABULARY),
                        "vocabulary",
                        vocabulary,
                        "must be 0, for the corpus to choose, or lie between " + smallest
                                + ", the 256 bytes and the special tokens, and " + LARGEST_VOCABULARY)
                .check(
                        digits >= 1 && digits <= PreTokenizer.MOST_DIGITS,
                        "digits",
                        digits,
                        "must be 1, 2 or 3, the digits that stay together")
                .check(
                        special.stream().anyMatch(separators::contains),
                        "special",
                        special,
                        "must have one that ends a document: " + String.join(", ", separators))
                .check(
                        new HashSet<>(special).size() == special.size(),
                        "special",
                        special,
                        "names a token twice; name each once")
                .check(
                        special.stream().allMatch(token -> isSpecial(token, preTokenizer)),
                        "special",
                        special,
                        "must be of printable ASCII without blanks, at most " + LONGEST_SPECIAL
                                + " characters, and mix letters with marks, as in <|pad|>: others may be words of a text")
                .check(words >= 1 && words <= MOST_WORDS, "words", words, "must lie between 1 and " + MOST_WORDS)
                .check(leastCount >= 1, "least-count", leastCount, "must be at least 1")
                .throwIfAny();
    }

    public static TokenizerConfig from(Settings settings) {
        return RecordBinder.of(TokenizerConfig.class).apply(settings);
    }

    /**
     * Whether no token that is learnt can have this spelling: in ASCII a token is spelled as the text it stands for, and
     * lies within one pre-token.
     */
    private static boolean isSpecial(String token, PreTokenizer preTokenizer) {
        int[] pieces = {0};
        preTokenizer.cut(token, piece -> pieces[0]++);
        return token.length() <= LONGEST_SPECIAL
                && token.chars().allMatch(character -> character > ' ' && character < 0x7F)
                && pieces[0] > 1;
    }
}
