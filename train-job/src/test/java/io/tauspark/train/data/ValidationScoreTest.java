package io.tauspark.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ValidationScoreTest {
    @Test
    void isTheMeanWithTheStandardErrorOfWindows() {
        ValidationSet three = new ValidationSet(new int[7], new int[7], 2, 10);
        ValidationScore score = ValidationScore.of(new double[] {2, 4, 9}, three);
        assertThat(score.loss()).isEqualTo(2.5);
        // Means of 1, 2 and 4.5 a token: variance 3.25 of a window, so 3.25 / 3 of their mean.
        assertThat(score.error()).isCloseTo(Math.sqrt(3.25 / 3), within(1e-15));
    }

    @Test
    void knowsNoErrorOfASingleWindow() {
        ValidationSet one = new ValidationSet(new int[3], new int[3], 2, 10);
        assertThat(ValidationScore.of(new double[] {3}, one)).isEqualTo(new ValidationScore(1.5, 0));
    }
}
