package io.tauspark.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import io.tauspark.store.Json;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlateauConfigTest {
    /** The scale after each of some losses. */
    private static double[] scales(PlateauConfig plateau, double... losses) {
        RateState state = RateState.START;
        double[] scales = new double[losses.length];
        for (int i = 0; i < losses.length; i++) {
            state = plateau.after(state, losses[i]);
            scales[i] = state.scale();
        }
        return scales;
    }

    @Test
    void halvesAfterSoManyScoringsWithoutImprovementAndCountsAnew() {
        PlateauConfig plateau = new PlateauConfig(2, 0.5, 0, 0);
        assertThat(scales(plateau, 5, 4, 4, 3, 3, 3, 3, 3, 2, 2, 2))
                .containsExactly(1, 1, 1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125);
    }

    @Test
    void aWorseLossIsMeasuredAgainstTheBestOneNotTheLast() {
        PlateauConfig plateau = new PlateauConfig(3, 0.5, 0, 0);
        assertThat(scales(plateau, 2, 5, 4, 3)).containsExactly(1, 1, 1, 0.5);
    }

    @Test
    void smallImprovementsCountWhenTheyHaveAddedUp() {
        PlateauConfig plateau = new PlateauConfig(2, 0.5, 0.01, 0);
        assertThat(scales(plateau, 1, 0.994, 0.988, 0.982, 0.976)).containsOnly(1);
        assertThat(scales(plateau, 1, 0.998, 0.996)).containsExactly(1, 1, 0.5);
    }

    @Test
    void neverFallsBelowItsLeast() {
        double[] scales = scales(new PlateauConfig(1, 0.5, 0, 0.2), 1, 1, 1, 1, 1);
        assertThat(scales).containsExactly(1, 0.5, 0.25, 0.2, 0.2);
    }

    @Test
    void aLossThatIsNoNumberIsNoImprovement() {
        PlateauConfig plateau = new PlateauConfig(1, 0.5, 0, 0);
        assertThat(scales(plateau, 2, Double.NaN, 1)).containsExactly(1, 0.5, 0.5);
    }

    /** The losses that tauformer's author published, and no improvement between them, give the published scale. */
    @Test
    void fiveHalvingsOfTheOriginalRunFollowFromPatienceFive() {
        double[] losses = new double[50];
        Arrays.setAll(losses, i -> {
            int step = 100 * (i + 1);
            return step <= 2000 ? 4.9255 - (4.9255 - 2.3585) * i / 19 : step == 4500 ? 1.9146 : 2.92;
        });
        double[] scales = scales(new PlateauConfig(5, 0.5, 1e-3, 0), losses);
        assertThat(scales[48]).isEqualTo(0.0625);
        assertThat(scales[49]).isEqualTo(0.03125);
    }

    @Test
    void itsStateSurvivesBeingWritten() {
        for (RateState state : new RateState[] {RateState.START, new RateState(0.1 + 0.2, 3, 0.125)}) {
            assertThat(Json.read(Json.line(state), RateState.class, "state")).isEqualTo(state);
        }
    }

    @Test
    void everyBrokenRuleIsNamed() {
        assertThatThrownBy(() -> new PlateauConfig(0, 1, 1, -0.1))
                .isInstanceOfSatisfying(InvalidConfig.class, invalid -> assertThat(invalid.problems())
                        .extracting(problem -> problem.key())
                        .containsExactly("patience", "factor", "threshold", "least"));
    }
}
