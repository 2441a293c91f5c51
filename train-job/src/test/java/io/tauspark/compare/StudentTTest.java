package io.tauspark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {
    /** Values of printed tables. */
    @ParameterizedTest
    @CsvSource({
        "1, 12.7062",
        "2, 4.3027",
        "4, 2.7764",
        "10, 2.2281",
        "11, 2.2010",
        "20, 2.0860",
        "30, 2.0423",
        "120, 1.9799"
    })
    void agreesWithTheTables(int freedom, double quantile) {
        assertThat(StudentT.twoSided95(freedom)).isCloseTo(quantile, within(2e-4));
    }

    @Test
    void needsTwoValues() {
        assertThatThrownBy(() -> StudentT.twoSided95(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
