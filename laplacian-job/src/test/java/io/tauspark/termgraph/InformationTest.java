package io.tauspark.termgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InformationTest {
    /** Terms that occur 4 and 6 times, with contexts that occur 1 and 9 times. */
    private final Information information = new Information(new long[] {4, 6}, new long[] {1, 9});

    @Test
    void isTheLogarithmOfTheRatioToChance() {
        // 9^0.75 = 5.196152, so the smoothed shares of the contexts are 0.161390 and 0.838610.
        assertThat((double) information.of(0, 0, 1)).isCloseTo(Math.log(0.25 / 0.161390), within(1e-5));
        assertThat((double) information.of(1, 1, 6)).isCloseTo(Math.log(1 / 0.838610), within(1e-5));
    }

    @Test
    void isNeverNegative() {
        assertThat(information.of(0, 1, 3)).isZero();
    }

    @Test
    void keepsNoMoreContextsThanAllowedAndTreatsEqualOnesAlike() {
        assertThat(ContextLimits.least(new long[] {5, 1, 3}, 3)).isEqualTo(1);
        assertThat(ContextLimits.least(new long[] {5, 1, 3}, 2)).isEqualTo(2);
        assertThat(ContextLimits.least(new long[] {5, 3, 3, 3}, 2)).isEqualTo(4);
        assertThat(ContextLimits.least(new long[] {3, 3, 3}, 1)).isEqualTo(4);
    }
}
