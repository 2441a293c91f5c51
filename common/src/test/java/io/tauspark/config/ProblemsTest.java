package io.tauspark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    @Test
    void withoutAnyNothingIsThrown() {
        assertThatCode(() -> new Problems().check(true, "a", 1, "is fine").throwIfAny())
                .doesNotThrowAnyException();
    }

    @Test
    void areThrownTogetherAsLines() {
        Problems problems = new Problems().check(false, "a", 1, "must be 2").check(false, "b", "x", "must be y");
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(InvalidConfig.class)
                .hasMessage("a: value 1 must be 2" + System.lineSeparator() + "b: value 'x' must be y");
    }

    @Test
    void showDurationsAsTheyAreWritten() {
        Problems problems = new Problems()
                .check(false, "a", Duration.ofSeconds(90), "is long")
                .check(false, "b", Duration.ofMillis(10), "is short")
                .check(false, "c", Duration.ofDays(-1), "is past");
        assertThat(problems.found())
                .extracting(Problem::message)
                .containsExactly("value 90s is long", "value 10ms is short", "value -1d is past");
    }

    @Test
    void ofOneKeyAreKeptOnce() {
        Problems problems = new Problems().check(false, "a", 1, "first").check(false, "a", 1, "second");
        assertThat(problems.found()).containsExactly(new Problem("a", "value 1 first", ""));
    }
}
