package io.tauspark.bench.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.config.Problems;
import io.tauspark.model.torch.TauGpt;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MqarSequencesTest {
    private static final int VOCABULARY = 512;
    private static final MqarPaper PAPER = new MqarPaper(64, 8);

    private static MqarSequences sequences(String purpose) {
        return sequences(MqarForm.BEHIND, purpose);
    }

    private static MqarSequences sequences(MqarForm form, String purpose) {
        return new MqarSequences(form, VOCABULARY, PAPER, 3, purpose);
    }

    private static int[] questions(RecallSequence sequence) {
        return IntStream.range(0, sequence.targets().length)
                .filter(i -> sequence.targets()[i] != TauGpt.UNSCORED)
                .toArray();
    }

    @Test
    void everyKeyIsAskedForOnceAndItsValueIsTheAnswer() {
        for (int number = 0; number < 200; number++) {
            RecallSequence sequence = sequences("lesson").at(number);
            int[] inputs = sequence.inputs();
            int[] questions = questions(sequence);
            assertThat(questions).hasSize(8);
            assertThat(Arrays.stream(questions)).allMatch(i -> i >= 16 && i % 2 == 0);
            for (int question : questions) {
                int first = question - sequence.distances()[question];
                assertThat(first).isBetween(0, 14).isEven();
                assertThat(inputs[first]).isEqualTo(inputs[question]);
                assertThat(inputs[first + 1]).isEqualTo(sequence.targets()[question]);
            }
            assertThat(Arrays.stream(questions).map(i -> inputs[i]))
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id > 0 && id < 256);
            assertThat(Arrays.stream(questions).map(i -> sequence.targets()[i]))
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id >= 256 && id < 512);
            assertThat(Arrays.stream(inputs)).allMatch(id -> id >= 0 && id < VOCABULARY);
        }
    }

    @Test
    void stackedPairsAreOneTokenEachAndAllOthersHaveABlank() {
        for (int number = 0; number < 200; number++) {
            RecallSequence sequence = sequences(MqarForm.STACKED, "lesson").at(number);
            int[] inputs = sequence.inputs();
            assertThat(inputs).hasSize(2 * 64);
            int[] questions = questions(sequence);
            assertThat(questions).hasSize(8);
            assertThat(Arrays.stream(questions)).allMatch(i -> i >= 8 && i < 64);
            for (int question : questions) {
                int first = question - sequence.distances()[question];
                assertThat(first).isBetween(0, 7);
                assertThat(new Distances(63).classOf(question - first)).isBetween(0, 4);
                assertThat(inputs[2 * first]).isEqualTo(inputs[2 * question]).isBetween(1, 255);
                assertThat(inputs[2 * first + 1])
                        .isEqualTo(sequence.targets()[question])
                        .isBetween(256, 511);
            }
            assertThat(IntStream.range(8, 64).map(i -> inputs[2 * i + 1])).containsOnly(MqarForm.BLANK);
        }
    }

    /** The weight of place i of 24 is i^(0.01 - 1): the first question is at the first place in 27 % of the sequences. */
    @Test
    void earlyPlacesAreLikelierByThePowerLaw() {
        int sequences = 4000;
        int first = 0;
        for (int number = 0; number < sequences; number++) {
            RecallSequence sequence = sequences("lesson").at(number);
            int[] inputs = sequence.inputs();
            first += inputs[16] == inputs[0] && sequence.targets()[16] == inputs[1] ? 1 : 0;
        }
        double weights = IntStream.rangeClosed(1, 24)
                .mapToDouble(place -> Math.pow(place, 0.01 - 1))
                .sum();
        double share = (double) first / sequences;
        double error = Math.sqrt(share * (1 - share) / sequences);
        assertThat(share).isBetween(1 / weights - 4 * error, 1 / weights + 4 * error);
    }

    @Test
    void dependOnSeedPurposeAndNumberAlone() {
        assertThat(sequences("lesson").at(5).inputs())
                .isEqualTo(sequences("lesson").at(5).inputs())
                .isNotEqualTo(sequences("lesson").at(6).inputs())
                .isNotEqualTo(sequences("test").at(5).inputs());
        assertThat(sequences("lesson").batch(5, 2)[1].inputs())
                .isEqualTo(sequences("lesson").at(6).inputs());
    }

    @Test
    void sizesAreTokensByPairsWithRoomForQuestions() {
        Problems problems = new Problems();
        assertThat(MqarPaper.read("lessons", List.of("64x4", "256x64"), problems))
                .containsExactly(new MqarPaper(64, 4), new MqarPaper(256, 64));
        problems.throwIfAny();
        for (String wrong : List.of("64", "x4", "0x4", "64x17", "64 x 4", "-64x4")) {
            Problems found = new Problems();
            MqarPaper.read("lessons", List.of(wrong), found);
            assertThat(found.found()).as(wrong).isNotEmpty();
        }
    }
}
