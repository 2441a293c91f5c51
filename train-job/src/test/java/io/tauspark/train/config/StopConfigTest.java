package io.tauspark.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import org.junit.jupiter.api.Test;

class StopConfigTest {
    private static final StopConfig STOP = new StopConfig(3, 0.1);

    /** The number of the scoring that ends the training, from 1; 0 if none does. */
    private static int end(StopConfig stop, double... losses) {
        Standstill watch = Standstill.NONE;
        for (int i = 0; i < losses.length; i++) {
            watch = stop.after(watch, losses[i]);
            if (stop.isDue(watch)) {
                return i + 1;
            }
        }
        return 0;
    }

    @Test
    void endsAfterSoManyScoringsInARowWithoutImprovement() {
        assertThat(end(STOP, 5, 5, 5, 5)).isEqualTo(4);
        assertThat(end(STOP, 5, 6, 7, 8)).isEqualTo(4);
        assertThat(end(STOP, 5, 6, 4, 5, 5, 5)).isEqualTo(6);
        assertThat(end(STOP, 5, 4, 3, 2, 1)).isZero();
    }

    @Test
    void smallImprovementsCountWhenTheyHaveAddedUp() {
        assertThat(end(STOP, 5, 4.8, 4.6, 4.4, 4.3, 4.2)).isZero();
        assertThat(end(STOP, 5, 4.9, 4.8, 4.7)).isEqualTo(4);
        // A threshold of nothing asks for less, not for as much.
        assertThat(end(new StopConfig(1, 0), 5, 5)).isEqualTo(2);
        assertThat(end(new StopConfig(1, 0), 5, Math.nextDown(5.0))).isZero();
    }

    @Test
    void neverEndsWithoutPatience() {
        assertThat(end(StopConfig.NEVER, 5, 6, 7, 8, 9, 10)).isZero();
        assertThat(StopConfig.NEVER.after(Standstill.NONE, 5)).isEqualTo(Standstill.NONE);
    }

    @Test
    void refusesWhatMeansNothing() {
        assertThatThrownBy(() -> new StopConfig(-1, 1))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("patience: value -1 must not be negative; 0 does all steps")
                .hasMessageContaining("threshold: value 1.0 must lie in [0, 1)");
    }
}
