package io.tauspark.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningRateTest {
    private static final int STEPS = 101;
    private static final PlateauConfig PLATEAU = new PlateauConfig(1, 0.5, 0, 0);
    private static final RateState HALVED = new RateState(2.0, 0, 0.5);

    private static LearningRate rate(LearningRate.Schedule schedule) {
        return new LearningRate(0.01, 10, schedule, 0.1, PLATEAU);
    }

    @ParameterizedTest
    @EnumSource
    void everyScheduleBeginsWithALinearRise(LearningRate.Schedule schedule) {
        for (int step = 0; step < 10; step++) {
            assertThat(rate(schedule).at(step, STEPS, RateState.START)).isCloseTo(0.001 * (step + 1), within(1e-12));
        }
    }

    @Test
    void aCosineFallsFromThePeakToTheEnd() {
        LearningRate cosine = rate(LearningRate.Schedule.COSINE);
        assertThat(cosine.at(10, STEPS, RateState.START)).isCloseTo(0.01, within(1e-12));
        assertThat(cosine.at(55, STEPS, RateState.START)).isCloseTo(0.0055, within(1e-12));
        assertThat(cosine.at(100, STEPS, RateState.START)).isCloseTo(0.001, within(1e-12));
    }

    @Test
    void aConstantRateStays() {
        assertThat(rate(LearningRate.Schedule.CONSTANT).at(10, STEPS, HALVED)).isEqualTo(0.01);
        assertThat(rate(LearningRate.Schedule.CONSTANT).at(100, STEPS, HALVED)).isEqualTo(0.01);
    }

    @Test
    void aPlateauScalesTheRiseToo() {
        LearningRate plateau = rate(LearningRate.Schedule.PLATEAU);
        assertThat(plateau.at(4, STEPS, HALVED)).isCloseTo(0.0025, within(1e-12));
        assertThat(plateau.at(50, STEPS, HALVED)).isCloseTo(0.005, within(1e-12));
        assertThat(plateau.at(50, STEPS, RateState.START)).isEqualTo(0.01);
    }

    @Test
    void aRunShorterThanItsWarmUpNeverLeavesTheRise() {
        assertThat(rate(LearningRate.Schedule.COSINE).at(4, 5, RateState.START)).isCloseTo(0.005, within(1e-12));
    }

    @Test
    void scoringsChangeTheStateOfAPlateauOnly() {
        assertThat(rate(LearningRate.Schedule.PLATEAU).after(HALVED, 3)).isEqualTo(new RateState(2.0, 0, 0.25));
        assertThat(rate(LearningRate.Schedule.COSINE).after(HALVED, 3)).isEqualTo(HALVED);
        assertThat(rate(LearningRate.Schedule.CONSTANT).after(HALVED, 3)).isEqualTo(HALVED);
    }

    @Test
    void everyBrokenRuleIsNamed() {
        assertThatThrownBy(() -> new LearningRate(0, -1, LearningRate.Schedule.COSINE, 2, PLATEAU))
                .isInstanceOfSatisfying(InvalidConfig.class, invalid -> assertThat(invalid.problems())
                        .extracting(problem -> problem.key())
                        .containsExactly("peak", "warmup", "end"));
    }
}
