package io.tauspark.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MergeLearnerTest {
    /** Merges by the definition: count all pairs again for each, over texts of tokens. */
    private static List<String> plain(Map<String, Long> counts, long leastCount) {
        Map<String, List<String>> words = new TreeMap<>();
        Set<String> tokens = new HashSet<>();
        counts.keySet().forEach(word -> words.put(word, new ArrayList<>(List.of(word.split("")))));
        words.values().forEach(tokens::addAll);
        List<String> merges = new ArrayList<>();
        while (true) {
            Map<List<String>, Long> pairs = new HashMap<>();
            words.forEach((word, ids) -> {
                for (int i = 1; i < ids.size(); i++) {
                    pairs.merge(List.of(ids.get(i - 1), ids.get(i)), counts.get(word), Long::sum);
                }
            });
            List<String> best = List.of();
            for (Map.Entry<List<String>, Long> entry : pairs.entrySet()) {
                List<String> pair = entry.getKey();
                boolean allowed = entry.getValue() >= leastCount && !tokens.contains(pair.get(0) + pair.get(1));
                if (allowed
                        && (best.isEmpty()
                                || comesBefore(pair, entry.getValue(), best, pairs.getOrDefault(best, 0L)))) {
                    best = pair;
                }
            }
            if (best.isEmpty()) {
                return merges;
            }
            merges.add(best.get(0) + " " + best.get(1));
            tokens.add(best.get(0) + best.get(1));
            for (List<String> ids : words.values()) {
                for (int i = 0; i + 1 < ids.size(); i++) {
                    if (ids.get(i).equals(best.get(0)) && ids.get(i + 1).equals(best.get(1))) {
                        ids.set(i, best.get(0) + best.get(1));
                        ids.remove(i + 1);
                    }
                }
            }
        }
    }

    private static boolean comesBefore(List<String> pair, long count, List<String> other, long otherCount) {
        if (count != otherCount) {
            return count > otherCount;
        }
        int left = pair.get(0).compareTo(other.get(0));
        return left != 0 ? left < 0 : pair.get(1).compareTo(other.get(1)) < 0;
    }

    private static List<String> learnt(MergeLearner learner) {
        while (learner.learn()) {
            // Learning is what the condition does.
        }
        List<String> merges = new ArrayList<>();
        for (int rank = 0; rank < learner.merges().count(); rank++) {
            long pair = learner.merges().pair(rank);
            merges.add(text(learner, Merges.left(pair)) + " " + text(learner, Merges.right(pair)));
        }
        return merges;
    }

    private static String text(MergeLearner learner, int id) {
        return ByteAlphabet.spell(learner.merges().token(id));
    }

    /** Words of few letters, so that pairs overlap, tie, and spell the same in several ways. */
    private static Map<String, Long> corpus(Random random) {
        Map<String, Long> counts = new TreeMap<>();
        for (int k = 1 + random.nextInt(30); k > 0; k--) {
            char[] word = new char[1 + random.nextInt(9)];
            int letters = 1 + random.nextInt(4);
            for (int i = 0; i < word.length; i++) {
                word[i] = (char) ('a' + random.nextInt(letters));
            }
            counts.put(new String(word), 1L + random.nextInt(random.nextInt(5) == 0 ? 1000 : 4));
        }
        return counts;
    }

    @RepeatedTest(200)
    void learnsWhatCountingAgainLearns(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Map<String, Long> counts = corpus(random);
        int leastCount = 1 + random.nextInt(3);
        List<String> words = new ArrayList<>(counts.keySet());
        Collections.shuffle(words, random);
        MergeLearner learner = new MergeLearner(leastCount);
        words.forEach(word -> learner.add(word, counts.getOrDefault(word, 0L)));
        assertThat(learnt(learner)).isEqualTo(plain(counts, leastCount));

        // The learner's own view of the words is that of an encoder.
        BytePairEncoder encoder = new BytePairEncoder(learner.merges());
        long[] found = new long[learner.merges().tokens()];
        counts.forEach((word, count) -> Arrays.stream(encoder.encode(word)).forEach(id -> found[id] += count));
        for (int id = 0; id < found.length; id++) {
            assertThat(learner.count(id)).isEqualTo(found[id]);
        }
    }

    @Test
    void takesOfEquallyFrequentPairsTheOneWithTheSmallerBytes() {
        MergeLearner learner = new MergeLearner(1);
        learner.add("éz", 5);
        learner.add("zy", 5);
        learner.add("yx", 5);
        // The bytes of é, c3 a9, are larger than those of letters although Java's are negative.
        assertThat(learnt(learner)).startsWith("y x", "z y");
    }

    @Test
    void stopsWhereNoPairIsFrequentEnough() {
        MergeLearner learner = new MergeLearner(3);
        learner.add("ab", 2);
        learner.add("cd", 3);
        assertThat(learnt(learner)).containsExactly("c d");
        assertThat(learner.learn()).isFalse();
        assertThat(new MergeLearner(1).learn()).isFalse();
    }

    @Test
    void givesEveryIdBytesOfItsOwn() {
        Random random = new Random(7);
        for (int k = 0; k < 50; k++) {
            Merges merges = Learning.merges(corpus(random), Integer.MAX_VALUE);
            Set<String> spelled = new HashSet<>();
            for (int id = 0; id < merges.tokens(); id++) {
                assertThat(spelled.add(ByteAlphabet.spell(merges.token(id)))).isTrue();
            }
        }
    }
}
