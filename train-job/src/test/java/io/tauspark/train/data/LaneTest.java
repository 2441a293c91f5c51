package io.tauspark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final int CONTEXT = 10;
    private final int[] tokens = IntStream.range(0, 105).toArray();

    @Test
    void anEpochVisitsEveryWindowOnce() {
        Lane lane = new Lane(0, tokens, CONTEXT, 1);
        assertThat(lane.windows()).isEqualTo(9);
        Set<Integer> starts = new HashSet<>();
        for (int step = 0; step < 3; step++) {
            for (int[] window : lane.batch(step, 3)) {
                assertThat(window).hasSize(CONTEXT + 1);
                assertThat(window[CONTEXT] - window[0]).isEqualTo(CONTEXT);
                starts.add(window[0]);
            }
        }
        assertThat(starts).hasSize(9);
    }

    @Test
    void aStepIsTheSameWhetherOrNotTheStepsBeforeItWereTaken() {
        Lane walked = new Lane(3, tokens, CONTEXT, 7);
        List<int[][]> all = new ArrayList<>();
        for (int step = 0; step < 12; step++) {
            all.add(walked.batch(step, 4));
        }
        assertThat(new Lane(3, tokens, CONTEXT, 7).batch(11, 4)).isDeepEqualTo(all.get(11));
    }

    @Test
    void aStepHasTheSameWindowsHoweverManyAreComputedAtATime() {
        assertThat(windows(5, 1, 16)).isDeepEqualTo(windows(5, 4, 4)).isDeepEqualTo(windows(5, 8, 2));
    }

    /** All windows of a step from two lanes, in the order of the micro-batches. */
    private int[][] windows(int step, int size, int microBatches) {
        LanePlan plan = new LanePlan(2, microBatches, 1);
        List<Lane> lanes = List.of(new Lane(0, tokens, CONTEXT, 1), new Lane(1, tokens, CONTEXT, 1));
        return IntStream.range(0, microBatches)
                .mapToObj(micro -> lanes.get(plan.laneOf(micro)).batch(plan.batchOf(step, micro), size))
                .flatMap(Arrays::stream)
                .toArray(int[][]::new);
    }

    @Test
    void lanesSeedsAndEpochsDiffer() {
        int[][] base = new Lane(0, tokens, CONTEXT, 1).batch(0, 9);
        assertThat(new Lane(1, tokens, CONTEXT, 1).batch(0, 9)).isNotEqualTo(base);
        assertThat(new Lane(0, tokens, CONTEXT, 2).batch(0, 9)).isNotEqualTo(base);
        assertThat(new Lane(0, tokens, CONTEXT, 1).batch(1, 9)).isNotEqualTo(base);
    }

    @Test
    void tooFewTokensAreRefusedWithWhatToChange() {
        assertThatThrownBy(() -> new Lane(2, IntStream.range(0, 19).toArray(), CONTEXT, 1))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("19 tokens")
                .hasMessageContaining("lower model.context");
    }
}
