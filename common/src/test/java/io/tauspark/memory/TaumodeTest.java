package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaumodeTest {
    @Test
    void lambdaIsOneHalfAtTau() {
        assertThat(Taumode.lambda(3, 3)).isEqualTo(0.5);
        assertThat(Taumode.lambda(0, 3)).isZero();
        assertThat(Taumode.lambda(1e9, 1e-3)).isLessThan(1).isGreaterThan(0.999);
    }

    @Test
    void lambdaOfNothingIsZeroEvenWithoutTau() {
        assertThat(Taumode.lambda(0, 0)).isZero();
    }

    @Test
    void medianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertThat(Taumode.median(5, 1, 3)).isEqualTo(3);
        assertThat(Taumode.median(4, 1, 3, 2)).isEqualTo(2.5);
    }

    @Test
    void medianPassesOverWhatIsNotFinite() {
        assertThat(Taumode.median(Double.NaN, 1, Double.POSITIVE_INFINITY, 3)).isEqualTo(2);
    }

    @Test
    void medianHasAFloor() {
        assertThat(Taumode.median()).isEqualTo(1e-10);
        assertThat(Taumode.median(-5, -1, 0)).isEqualTo(1e-10);
    }
}
