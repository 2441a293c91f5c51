package io.tauspark.train.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.train.config.RoundsConfig;
import org.junit.jupiter.api.Test;

class OuterStepTest {
    /** Two steps by hand: m = 1, w = 10 − ½ (1 + ½ · 1) = 9.25; then m = ½ · 1 + 3, w = 9.25 − ½ (3 + ½ · 3.5). */
    @Test
    void followsNesterovsMomentum() {
        OuterStep step = new OuterStep(new RoundsConfig(1, 0.5, 0.5));
        float[] velocity = {0};
        float[] once = step.take(new float[] {10}, new float[] {4}, 4, velocity);
        assertThat(once).containsExactly(9.25f);
        assertThat(velocity).containsExactly(1);
        float[] twice = step.take(once, new float[] {12}, 4, velocity);
        assertThat(velocity).containsExactly(3.5f);
        assertThat(twice).containsExactly(9.25f - 0.5f * (3 + 0.5f * 3.5f));
    }

    @Test
    void rateOneWithoutMomentumIsTheMean() {
        OuterStep step = new OuterStep(new RoundsConfig(1, 1, 0));
        float[] start = {8, -2};
        float[] first = {6, 0};
        float[] second = {4, 2};
        float[] delta = {2 * start[0] - first[0] - second[0], 2 * start[1] - first[1] - second[1]};
        assertThat(step.take(start, delta, 2, new float[2])).containsExactly(5, 1);
        assertThat(start).containsExactly(8, -2);
    }

    @Test
    void meansAreOfAllWorkers() {
        assertThat(OuterStep.mean(new float[] {3, -1}, 4)).containsExactly(0.75f, -0.25f);
    }
}
