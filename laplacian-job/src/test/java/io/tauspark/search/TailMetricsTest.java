package io.tauspark.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailMetricsTest {
    @Test
    void theTailBeginsBehindTheThirdHit() {
        assertThat(TailMetrics.of(List.of(1.0, 0.75, 0.5, 0.5, 0.25)))
                .contains(new TailMetrics(0.75, 0.375, 0.125, 0.5, 0.25));
    }

    @Test
    void withoutATailThereIsNothingToSay() {
        assertThat(TailMetrics.of(List.of(1.0, 0.9, 0.8))).isEmpty();
        assertThat(TailMetrics.mean(List.of())).isEmpty();
    }

    @Test
    void aTailOfOneFallsByNothing() {
        assertThat(TailMetrics.of(List.of(1.0, 1.0, 1.0, 0.5))).contains(new TailMetrics(1, 0.5, 0, 0.5, 0));
    }

    @Test
    void aHeadThatIsNotPositiveHasNoRatio() {
        Optional<TailMetrics> tail = TailMetrics.of(List.of(-0.5, -0.5, -0.5, -1.0));
        assertThat(tail).contains(new TailMetrics(-0.5, -1, 0, null, 0));
    }

    @Test
    void meansAreOverTheQueriesThatHaveTheNumber() {
        assertThat(TailMetrics.mean(List.of(
                        new TailMetrics(1, 0.5, 0.25, 0.5, 0.125), new TailMetrics(-1, -1.5, 0.75, null, 0.375))))
                .contains(new TailMetrics(0, -0.5, 0.5, 0.5, 0.25));
    }

    @Test
    void recallIsThePartOfTheWantedThatWasFound() {
        List<Hit> wanted = List.of(new Hit("a", 1, 1, 0), new Hit("b", 0.5, 1, 0));
        assertThat(QueryReport.recall(List.of(new Hit("c", 1, 1, 0), new Hit("b", 0.5, 1, 0)), wanted))
                .isEqualTo(0.5);
        assertThat(QueryReport.recall(List.of(), List.of())).isEqualTo(1);
    }
}
