package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsCostTest {
    private static final List<String> TINY = List.of(
            "tokenizer=bytes",
            "model.vocabulary=300",
            "model.layers=1",
            "model.width=8",
            "model.heads.tau=2",
            "model.heads.mean=2");

    @ParameterizedTest
    @ValueSource(strings = {"tau", "mean"})
    void timesStepsOfEverySort(String kind) {
        List<StatisticsCost> found = StatisticsCost.measure(new Subject("30m", kind, TINY), new Load(8, 2, 1, 1, 2), 2);
        assertThat(found).hasSize(2).allSatisfy(cost -> {
            assertThat(cost.plain()).isPositive();
            assertThat(cost.counting()).isPositive();
            assertThat(cost.logged()).isPositive();
        });
    }

    @Test
    void theCostOfAnIntervalIsTheMeanOfItsSteps() {
        StatisticsCost cost = new StatisticsCost(100, 101, 110);
        assertThat(cost.countingRatio()).isCloseTo(1.01, within(1e-12));
        assertThat(cost.loggedRatio()).isCloseTo(1.1, within(1e-12));
        assertThat(cost.intervalRatio(10)).isCloseTo(1.019, within(1e-12));
        assertThat(cost.intervalRatio(1)).isCloseTo(1.1, within(1e-12));
    }
}
