package io.tauspark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    private final LearningRate rate = new LearningRate(0.01, 10, 0.1);

    @Test
    void risesToItsPeakAndFallsToItsEnd() {
        assertThat(rate.at(0, 101)).isCloseTo(0.001, within(1e-12));
        assertThat(rate.at(9, 101)).isCloseTo(0.01, within(1e-12));
        assertThat(rate.at(10, 101)).isCloseTo(0.01, within(1e-12));
        assertThat(rate.at(55, 101)).isCloseTo(0.0055, within(1e-12));
        assertThat(rate.at(100, 101)).isCloseTo(0.001, within(1e-12));
    }

    @Test
    void aRunShorterThanItsWarmUpNeverLeavesTheRise() {
        assertThat(rate.at(4, 5)).isCloseTo(0.005, within(1e-12));
    }
}
