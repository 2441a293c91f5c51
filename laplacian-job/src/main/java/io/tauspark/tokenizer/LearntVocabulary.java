package io.tauspark.tokenizer;

import io.tauspark.config.InvalidInput;
import io.tauspark.tokens.Tokenizer;
import io.tauspark.tokens.TokenizerSource;
import java.util.Arrays;
import java.util.Locale;

/**
 * The merges that were learnt from the most frequent pre-tokens of a corpus.
 *
 * @param merges as many as were asked for, or chosen
 * @param words distinct pre-tokens that they were learnt from
 * @param occurrences of these in the training documents
 * @param sample some of the most frequent ones as a text
 */
record LearntVocabulary(Merges merges, long words, long occurrences, String sample) {
    /** Pre-tokens of the sample: enough to use thousands of merges, and few enough to take no time. */
    private static final int SAMPLED = 2_000;

    /** What documents may hold: characters of all lengths, joined ones, ends of lines of all kinds, controls. */
    private static final String RARE = "Ärger, naïve: 12345 ¼ ٣٤ ｆｕｌｌ　ｗｉｄｔｈ\r\n\t\t"
            + "漢字かな交じり文。 देवनागरी\u0000\u0085\u00a0\u200d👩‍💻🏳️‍🌈 it'll 'tis\n\n\n   x  ";

    /**
     * Learns a vocabulary of the size that the settings ask for.
     *
     * @throws InvalidInput if the corpus does not support one that large
     */
    static LearntVocabulary of(PreTokenCounts counts, TokenizerConfig config) {
        MergeLearner learner = new MergeLearner(config.leastCount());
        long[] occurrences = {0};
        StringBuilder sample = new StringBuilder();
        counts.mostFrequent(config.words(), (word, count) -> {
            learner.add(word, count);
            occurrences[0] += count;
            if (learner.words() <= SAMPLED) {
                // On lines of their own, so that they do not spell a special token together.
                sample.append(word).append('\n');
            }
        });
        int fixed = ByteAlphabet.SIZE + config.special().size();
        Merges merges = config.vocabulary() == 0
                ? learner.merges().first(VocabularyChoice.learn(learner, VocabularyChoice.LARGEST - fixed))
                : asked(learner, config);
        return new LearntVocabulary(merges, learner.words(), occurrences[0], sample.toString());
    }

    private static Merges asked(MergeLearner learner, TokenizerConfig config) {
        int fixed = ByteAlphabet.SIZE + config.special().size();
        int merges = config.vocabulary() - fixed;
        while (learner.merges().count() < merges) {
            if (!learner.learn()) {
                int found = learner.merges().count();
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "vocabulary = %d is more than data '%s' supports: pairs that stand side by side at least "
                                + "least-count = %d times give %d merges, so at most %d ids with the %d bytes and special "
                                + "tokens; set vocabulary to at most that, or to 0 for the corpus to choose",
                        config.vocabulary(),
                        config.data(),
                        config.leastCount(),
                        found,
                        fixed + found,
                        fixed));
            }
        }
        return learner.merges();
    }

    /**
     * Makes sure that a {@code tokenizer.json} of these merges is read as it was meant, as {@code train} reads it.
     *
     * @throws IllegalStateException if it gives other ids than these merges
     */
    void requireSame(byte[] file, BytePairEncoder encoder, PreTokenizer preTokenizer) {
        try (Tokenizer tokenizer =
                TokenizerSource.huggingFace(file, TokenizerJob.FILE).open()) {
            for (String text : new String[] {sample, RARE}) {
                if (!Arrays.equals(tokenizer.encode(text), encoder.encode(text, preTokenizer))) {
                    throw new IllegalStateException(
                            "the tokenizer.json gives other ids than the merges that it was made of");
                }
            }
        }
    }
}
