package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    @Test
    void addsLapsOfTheSameStageAndKeepsTheirOrder() {
        Stopwatch stages = new Stopwatch();
        stages.lap("write");
        stages.lap("read");
        Map<String, Double> before = stages.seconds();
        stages.lap("write");
        assertThat(stages.seconds()).containsOnlyKeys("write", "read");
        assertThat(stages.seconds().keySet()).containsExactly("write", "read");
        assertThat(stages.seconds()).hasEntrySatisfying("write", seconds -> assertThat(seconds)
                .isGreaterThan(before.getOrDefault("write", Double.NaN)));
        assertThat(stages.seconds()).containsEntry("read", before.getOrDefault("read", Double.NaN));
    }
}
