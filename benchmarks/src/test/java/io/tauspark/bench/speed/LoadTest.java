package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
    @Test
    void shorterContextsGetMoreWindowsSoThatStepsAreEqual() {
        List<Load> loads = Load.ofEqualTokens(List.of(1024, 4096, 16384), 1, 2, 1, 3);
        assertThat(loads).extracting(Load::windows).containsExactly(16, 4, 1);
        assertThat(loads).extracting(Load::tokensPerStep).containsOnly(16384);
    }

    @Test
    void aSingleContextGetsTheWindowsAskedFor() {
        assertThat(Load.ofEqualTokens(List.of(1024), 3, 2, 1, 3)).containsExactly(new Load(1024, 3, 2, 1, 3));
    }

    @Test
    void contextsThatDoNotDivideAStepAreRefused() {
        assertThatThrownBy(() -> Load.ofEqualTokens(List.of(1000, 0, 4096), 1, 2, 1, 3))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("context: value 1000 must divide the 4096 tokens of a step");
    }

    @Test
    void everyNumberOutOfRangeIsNamed() {
        assertThatThrownBy(() -> new Load(1, 0, 0, -1, 1))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContainingAll("context", "windows", "threads", "warmup", "steps");
    }
}
