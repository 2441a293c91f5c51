package io.tauspark.tokenizer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.Split;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run of {@link TokenizerJob}.
 *
 * @param output directory of the tokenizer
 * @param vocabulary number of ids, bytes and special tokens among them
 * @param chosen whether the corpus chose it
 * @param special tokens with the last ids
 * @param learnt numbers of what it was learnt from
 * @param training the documents that it was learnt from, all of them
 * @param validation documents that it was not learnt from, or null if the shards have none
 * @param longest tokens, in descending order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenizerReport(
        String output,
        int vocabulary,
        boolean chosen,
        List<String> special,
        Learnt learnt,
        MeasuredText training,
        @Nullable MeasuredText validation,
        List<LongToken> longest) {
    private static final int LONGEST_SHOWN = 40;

    /**
     * Numbers of the learning.
     *
     * @param merges learnt tokens
     * @param words distinct pre-tokens that were learnt from
     * @param wordsLeftOut distinct pre-tokens that were too rare to be kept
     * @param occurrencesLeftOut times that these stand in the training documents
     * @param frequent learnt tokens that stand at least 100 times in the training documents
     * @param unseen ids, bytes among them, that stand nowhere in the training documents
     */
    public record Learnt(int merges, long words, long wordsLeftOut, long occurrencesLeftOut, int frequent, int unseen) {

        private static Learnt of(LearntVocabulary learnt, Compression training) {
            long[] occurrences = training.occurrences();
            return new Learnt(
                    learnt.merges().count(),
                    learnt.words(),
                    training.distinct() - learnt.words(),
                    training.preTokens() - learnt.occurrences(),
                    (int) Arrays.stream(occurrences, ByteAlphabet.SIZE, occurrences.length)
                            .filter(count -> count >= VocabularyChoice.ENOUGH)
                            .count(),
                    (int) Arrays.stream(occurrences).filter(count -> count == 0).count());
        }
    }

    /**
     * A token of many bytes.
     *
     * @param text the bytes as UTF-8; half a character is a replacement character
     * @param count in the training documents
     */
    public record LongToken(int id, String text, int bytes, long count) {

        private static LongToken of(int id, byte[] bytes, long count) {
            return new LongToken(id, new String(bytes, StandardCharsets.UTF_8), bytes.length, count);
        }
    }

    public TokenizerReport {
        special = List.copyOf(special);
        longest = List.copyOf(longest);
    }

    /**
     * The report of a vocabulary.
     *
     * @param training size of the training documents
     * @param validation that of the others
     * @param merges of the vocabularies that they are measured in; the last one is that of all
     */
    static TokenizerReport of(
            String output,
            TokenizerConfig config,
            ShardManifest manifest,
            LearntVocabulary learnt,
            Compression training,
            Compression validation,
            int[] merges) {
        int fixed = ByteAlphabet.SIZE + config.special().size();
        int[] vocabularies = Arrays.stream(merges).map(count -> fixed + count).toArray();
        long held = manifest.documents(Split.VALIDATION);
        long[] occurrences = training.occurrences();
        return new TokenizerReport(
                output,
                fixed + learnt.merges().count(),
                config.vocabulary() == 0,
                config.special(),
                Learnt.of(learnt, training),
                MeasuredText.of(manifest.documents(Split.TRAIN), training, vocabularies),
                held == 0 ? null : MeasuredText.of(held, validation, vocabularies),
                IntStream.range(ByteAlphabet.SIZE, learnt.merges().tokens())
                        .mapToObj(id -> LongToken.of(id, learnt.merges().token(id), occurrences[id]))
                        .sorted(Comparator.comparingInt(LongToken::bytes)
                                .reversed()
                                .thenComparingInt(LongToken::id))
                        .limit(LONGEST_SHOWN)
                        .toList());
    }

    /** Plain lines for people, the last one ended. */
    public String summary() {
        StringBuilder lines = new StringBuilder();
        add(
                lines,
                "vocabulary  %,d ids%s: 256 bytes, %,d learnt, %d special",
                vocabulary,
                chosen ? ", chosen by the corpus" : "",
                learnt.merges(),
                special.size());
        add(lines, "learnt      from %,d distinct pre-tokens%s", learnt.words(), leftOut());
        add(lines, "training    %s", sizes(training));
        if (validation != null) {
            add(lines, "validation  %s", sizes(validation));
        }
        add(lines, "tokenizer   %s/%s", output, TokenizerJob.FILE);
        return lines.toString();
    }

    private String leftOut() {
        return learnt.wordsLeftOut() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %,d rarer ones, %,d occurrences, were left out (words = %d)",
                        learnt.wordsLeftOut(),
                        learnt.occurrencesLeftOut(),
                        learnt.words());
    }

    private static String sizes(MeasuredText text) {
        return String.format(
                Locale.ROOT,
                "%,d documents, %,d bytes: %.3f bytes to a token, %.3f tokens to a word",
                text.documents(),
                text.bytes(),
                text.whole().bytesPerToken(),
                text.whole().tokensPerWord());
    }

    private static void add(StringBuilder lines, String format, Object... values) {
        lines.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
