package io.tauspark.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AccuracyTest {
    /** Both ends are where the distance of share and truth is as large as the truth's own deviation allows. */
    @Test
    void theEndsOfTheIntervalAreTheRootsOfWilsonsEquation() {
        for (long[] counts : new long[][] {{10, 8}, {1000, 613}, {25, 25}, {7, 0}, {1, 1}}) {
            Accuracy accuracy = new Accuracy(counts[0], counts[1]);
            for (double end : new double[] {accuracy.low(), accuracy.high()}) {
                double distance = accuracy.share() - end;
                assertThat(distance * distance)
                        .isCloseTo(1.959963984540054 * 1.959963984540054 * end * (1 - end) / counts[0], within(1e-12));
            }
            assertThat(accuracy.low()).isLessThanOrEqualTo(accuracy.share() + 1e-12);
            assertThat(accuracy.high()).isGreaterThanOrEqualTo(accuracy.share() - 1e-12);
        }
    }

    @Test
    void eightOfTenAreBetweenHalfAndNearlyAll() {
        Accuracy accuracy = new Accuracy(10, 8);
        assertThat(accuracy.low()).isCloseTo(0.4902, within(1e-4));
        assertThat(accuracy.high()).isCloseTo(0.9433, within(1e-4));
    }
}
