package io.tauspark.train.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.train.config.GuardConfig;
import org.junit.jupiter.api.Test;

class GuardTest {
    private final Guard guard = new Guard(new GuardConfig(10, 2, 3));

    @Test
    void hasNothingAgainstAnOrdinaryStep() {
        assertThat(guard.objection(new double[] {2.5, 3.5}, 10)).isEmpty();
        assertThat(guard.isInTrouble()).isFalse();
    }

    @Test
    void namesTheMicroBatchesWhoseLossIsNoNumber() {
        double[] losses = {1, Double.NaN, 2, Double.POSITIVE_INFINITY};
        assertThat(guard.objection(losses, 1)).hasValue("the loss of micro-batches [1, 3] is not finite");
    }

    @Test
    void objectsToAGradientThatIsTooLongOrNoNumber() {
        assertThat(guard.objection(new double[] {1}, 10.5).orElseThrow()).contains("10.5", "guard.norm = 10");
        assertThat(guard.objection(new double[] {1}, Double.NaN).orElseThrow()).contains("NaN");
        assertThat(guard.objection(new double[] {1}, Double.POSITIVE_INFINITY)).isPresent();
    }

    @Test
    void isLostAfterSoManyObjectionsInARow() {
        assertThat(guard.objection(new double[] {1}, 11)).isPresent();
        assertThat(guard.isInTrouble()).isTrue();
        assertThat(guard.isLost()).isFalse();
        assertThat(guard.objection(new double[] {1}, 1)).isEmpty();
        assertThat(guard.objection(new double[] {1}, 11)).isPresent();
        assertThat(guard.isLost()).as("one in a row again").isFalse();
        assertThat(guard.objection(new double[] {1}, 11)).isPresent();
        assertThat(guard.isLost()).isTrue();
        guard.reset();
        assertThat(guard.isLost()).isFalse();
        assertThat(guard.isInTrouble()).isFalse();
    }
}
