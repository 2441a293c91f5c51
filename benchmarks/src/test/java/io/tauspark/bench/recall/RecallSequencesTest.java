package io.tauspark.bench.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecallSequencesTest {
    private static final int VOCABULARY = 64;
    private static final int LENGTH = 128;
    private static final int SEQUENCES = 300;

    /** The answer follows from the prefix: its cue stands there exactly once, as far back as claimed. */
    @ParameterizedTest
    @EnumSource
    void everyAnswerIsTheTokenAfterTheOnlyEarlierCue(RecallTask task) {
        for (int number = 0; number < SEQUENCES; number++) {
            RecallSequence sequence = sequences(task, "lesson").at(number);
            int[] inputs = sequence.inputs();
            int[] targets = sequence.targets();
            for (int i = 0; i < LENGTH; i++) {
                if (sequence.distances()[i] == 0) {
                    assertThat(targets[i]).isEqualTo(-1);
                    continue;
                }
                int cue = inputs[i];
                int[] earlier =
                        IntStream.range(0, i).filter(k -> inputs[k] == cue).toArray();
                assertThat(earlier).containsExactly(i - sequence.distances()[i]);
                assertThat(targets[i]).isEqualTo(inputs[earlier[0] + 1]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void allDistancesAreAskedAndShortOnesNotMuchMoreThanLong(RecallTask task) {
        Distances distances = sequences(task, "lesson").distances();
        long[] asked = new long[distances.classes()];
        for (int number = 0; number < SEQUENCES; number++) {
            for (int distance : sequences(task, "lesson").at(number).distances()) {
                if (distance > 0) {
                    asked[distances.classOf(distance)]++;
                }
            }
        }
        assertThat(Arrays.stream(asked).min().orElse(0))
                .isGreaterThan(Arrays.stream(asked).max().orElse(0) / 3);
    }

    /** No answer is known from its cue alone: the best guess by cue over many sequences is hardly better than chance. */
    @ParameterizedTest
    @EnumSource
    void aCueAloneTellsNothing(RecallTask task) {
        Map<Integer, Map<Integer, Integer>> answers = new HashMap<>();
        int asked = 0;
        for (int number = 0; number < 10 * SEQUENCES; number++) {
            RecallSequence sequence = sequences(task, "lesson").at(number);
            int[] targets = sequence.targets();
            for (int i = 0; i < LENGTH; i++) {
                if (targets[i] >= 0) {
                    answers.computeIfAbsent(sequence.inputs()[i], cue -> new HashMap<>())
                            .merge(targets[i], 1, Integer::sum);
                    asked++;
                }
            }
        }
        int bestGuesses = answers.values().stream()
                .mapToInt(counts -> counts.values().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElse(0))
                .sum();
        assertThat((double) bestGuesses / asked).isLessThan(2 * RecallTask.chance(VOCABULARY));
    }

    @ParameterizedTest
    @EnumSource
    void sequencesDependOnSeedPurposeAndNumberAlone(RecallTask task) {
        assertThat(sequences(task, "lesson").at(5).inputs())
                .isEqualTo(sequences(task, "lesson").at(5).inputs())
                .isNotEqualTo(sequences(task, "lesson").at(6).inputs())
                .isNotEqualTo(sequences(task, "examination").at(5).inputs());
        assertThat(sequences(task, "lesson").batch(5, 2)[1].inputs())
                .isEqualTo(sequences(task, "lesson").at(6).inputs());
    }

    @Test
    void inductionCannotTellCuesByTheirIds() {
        Set<Integer> cues = new HashSet<>();
        for (int number = 0; number < SEQUENCES; number++) {
            RecallSequence sequence = sequences(RecallTask.INDUCTION, "lesson").at(number);
            IntStream.range(0, LENGTH)
                    .filter(i -> sequence.distances()[i] > 0)
                    .forEach(i -> cues.add(sequence.inputs()[i]));
        }
        assertThat(cues).hasSize(VOCABULARY);
    }

    @Test
    void distancesDouble() {
        Distances distances = new Distances(100);
        assertThat(IntStream.range(0, distances.classes())
                        .mapToObj(k -> distances.from(k) + "-" + distances.to(k))
                        .toList())
                .containsExactly("2-3", "4-7", "8-15", "16-31", "32-63", "64-100");
        assertThat(IntStream.of(2, 3, 4, 63, 64, 100).map(distances::classOf)).containsExactly(0, 0, 1, 4, 5, 5);
    }

    private static RecallSequences sequences(RecallTask task, String purpose) {
        return new RecallSequences(task, VOCABULARY, LENGTH, 3, purpose);
    }
}
