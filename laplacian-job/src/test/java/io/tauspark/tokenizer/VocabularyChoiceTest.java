package io.tauspark.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class VocabularyChoiceTest {
    private static Map<String, Long> zipf(int words, long scale) {
        Random random = new Random(words);
        Map<String, Long> counts = new TreeMap<>();
        for (int rank = 1; rank <= words; rank++) {
            StringBuilder word = new StringBuilder(" ");
            for (int i = 2 + random.nextInt(7); i > 0; i--) {
                word.append((char) ('a' + Math.min(random.nextInt(26), random.nextInt(26))));
            }
            counts.merge(word.toString(), 1 + scale / (rank + 200), Long::sum);
        }
        return counts;
    }

    private static MergeLearner learner(Map<String, Long> counts) {
        MergeLearner learner = new MergeLearner(2);
        counts.forEach(learner::add);
        return learner;
    }

    @Test
    void isTheLargestOfWhichMostTokensAreFrequent() {
        Map<String, Long> counts = zipf(500, 100_000);
        int chosen = VocabularyChoice.learn(learner(counts), 10_000);

        Merges merges = Learning.merges(counts, Integer.MAX_VALUE);
        int expected = 0;
        for (int size = 1; size <= merges.count(); size++) {
            BytePairEncoder encoder = new BytePairEncoder(merges.first(size));
            long[] occurrences = new long[ByteAlphabet.SIZE + size];
            counts.forEach(
                    (word, count) -> Arrays.stream(encoder.encode(word)).forEach(id -> occurrences[id] += count));
            long frequent = Arrays.stream(occurrences, ByteAlphabet.SIZE, occurrences.length)
                    .filter(count -> count >= 100)
                    .count();
            expected = frequent >= 0.95 * size ? size : expected;
        }
        assertThat(chosen).isEqualTo(expected).isBetween(100, merges.count() - 100);
    }

    @Test
    void isNothingWhereNoPairIsFrequent() {
        assertThat(VocabularyChoice.learn(learner(Map.of("abc", 99L, "xyz", 3L)), 10))
                .isZero();
    }

    @Test
    void isAtMostWhatIsAllowed() {
        MergeLearner learner = learner(zipf(500, 100_000));
        assertThat(VocabularyChoice.learn(learner, 60)).isEqualTo(60);
        assertThat(learner.merges().count()).isEqualTo(60);
    }
}
