package io.tauspark.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.compare.LearningCurves.Curve;
import io.tauspark.compare.LearningCurves.Point;
import io.tauspark.page.XyChart.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningCurvesTest {
    private final List<Curve> results = List.of(
            new Curve("dot", List.of(new Point(1_000_000, 4), new Point(2_000_000, 2))),
            new Curve("dot", List.of(new Point(1_000_000, 5), new Point(2_000_000, 3))),
            new Curve("tau", List.of(new Point(2_000_000, 3), new Point(3_000_000, 1))));

    @Test
    void areMeansOverSeeds() {
        assertThat(LearningCurves.means(results, List.of("dot", "grid", "tau")))
                .containsExactly(
                        new Series("dot", List.of(1.0, 2.0), List.of(4.5, 2.5)),
                        new Series("tau", List.of(2.0, 3.0), List.of(3.0, 1.0)));
    }

    @Test
    void differWhereBothHaveValues() {
        assertThat(LearningCurves.minusFirst(LearningCurves.means(results, List.of("dot", "tau"))))
                .containsExactly(
                        new Series("dot", List.of(1.0, 2.0), List.of(0.0, 0.0)),
                        new Series("tau", List.of(2.0), List.of(0.5)));
    }

    @Test
    void everyChartHasTheFirstLineAndAllLinesAreInOne() {
        List<Series> lines = java.util.stream.IntStream.range(0, 7)
                .mapToObj(i -> new Series("v" + i, List.of(), List.of()))
                .toList();
        assertThat(LineGroups.groups(lines))
                .extracting(group -> group.stream().map(Series::name).toList())
                .containsExactly(List.of("v0", "v1", "v2", "v3"), List.of("v0", "v4", "v5", "v6"));
        assertThat(LineGroups.groups(lines.subList(0, 4))).hasSize(1);
    }
}
