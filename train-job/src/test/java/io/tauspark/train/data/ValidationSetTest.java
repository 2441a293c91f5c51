package io.tauspark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationSetTest {
    private final int[] tokens =
            IntStream.range(0, 101).map(i -> i % 7 == 0 ? 256 : 65 + i % 7).toArray();
    private final int[] bytes =
            IntStream.range(0, 101).map(i -> i % 7 == 0 ? 0 : i % 7).toArray();

    @Test
    void workersTogetherScoreEveryTargetOnce() {
        ValidationSet set = new ValidationSet(tokens, bytes, 10, 100);
        ValidationSet.Scorer one = windows -> {
            double[][] losses = new double[windows.length][10];
            for (double[] row : losses) {
                Arrays.fill(row, 1);
            }
            return losses;
        };
        double[] sums = new double[set.size()];
        for (int rank = 0; rank < 3; rank++) {
            double[] mine = set.losses(one, rank, 3);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += mine[i];
            }
        }
        assertThat(sums).hasSize(10).containsOnly(10);
        assertThat(set.targets()).isEqualTo(100);
    }

    /** A matrix product may round otherwise for another number of rows. */
    @Test
    void windowsAreScoredTogetherInTheSameWayByAnyNumberOfWorkers() {
        ValidationSet set = new ValidationSet(IntStream.range(0, 211).toArray(), new int[211], 10, 100);
        List<List<Integer>> alone = batches(set, 1);
        assertThat(alone).hasSize(3);
        assertThat(batches(set, 2)).containsExactlyInAnyOrderElementsOf(alone);
        assertThat(batches(set, 4)).containsExactlyInAnyOrderElementsOf(alone);
    }

    /** First tokens of the windows that any worker scores at one time. */
    private static List<List<Integer>> batches(ValidationSet set, int workers) {
        List<List<Integer>> batches = new ArrayList<>();
        for (int rank = 0; rank < workers; rank++) {
            double[] unused = set.losses(
                    windows -> {
                        batches.add(
                                Arrays.stream(windows).map(window -> window[0]).toList());
                        return new double[windows.length][10];
                    },
                    rank,
                    workers);
        }
        return batches;
    }

    @Test
    void bytesAreThoseOfTheTargetsAlone() {
        // Fourteen times 1 to 6 up to token 97, then 0 for a separator, 1 and 2; token 0 is no target.
        assertThat(new ValidationSet(tokens, bytes, 10, 100).bytes()).isEqualTo(14 * 21 + 3);
        assertThat(new ValidationSet(tokens, bytes, 10, 2).bytes()).isEqualTo(2 * 21 + 21);
        assertThat(new ValidationSet(tokens, bytes, 1000, 100).bytes()).isEqualTo(14 * 21 + 3);
    }

    @Test
    void aSetShorterThanAWindowIsScoredWhole() {
        assertThat(new ValidationSet(tokens, bytes, 1000, 100).targets()).isEqualTo(100);
    }

    @Test
    void anEmptySetIsRefused() {
        assertThatThrownBy(() -> new ValidationSet(new int[] {256}, new int[] {0}, 10, 100))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("validation.fraction");
    }

    @Test
    void aUnigramModelScoresByFrequencyPlusOne() {
        UnigramModel model = new UnigramModel(new long[] {5, 2, 0});
        double[][] losses = model.losses(new int[][] {{0, 0, 1, 2}});
        assertThat(losses[0])
                .containsExactly(
                        new double[] {-Math.log(6.0 / 10), -Math.log(3.0 / 10), -Math.log(1.0 / 10)}, within(1e-12));
    }

    @Test
    void aScoreIsTheMeanWithTheStandardErrorOfWindows() {
        ValidationSet three = new ValidationSet(new int[7], new int[7], 2, 10);
        ValidationSet.Score score = three.score(new double[] {2, 4, 9});
        assertThat(score.loss()).isEqualTo(2.5);
        // Means of 1, 2 and 4.5 a token: variance 3.25 of a window, so 3.25 / 3 of their mean.
        assertThat(score.error()).isCloseTo(Math.sqrt(3.25 / 3), within(1e-15));
    }

    @Test
    void aScoreKnowsNoErrorOfASingleWindow() {
        ValidationSet one = new ValidationSet(new int[3], new int[3], 2, 10);
        assertThat(one.score(new double[] {3})).isEqualTo(new ValidationSet.Score(1.5, 0));
    }
}
