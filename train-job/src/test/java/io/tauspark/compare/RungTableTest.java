package io.tauspark.compare;

import static io.tauspark.compare.Outcomes.point;
import static io.tauspark.compare.Outcomes.standing;
import static io.tauspark.compare.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.compare.halving.Halving;
import io.tauspark.compare.halving.Rung;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RungTableTest {
    private static final Halving HALVING = new Halving(3, 2);

    private static Trial rate(String peak, long seed) {
        return point(Map.of("rate.peak", peak), seed);
    }

    @Test
    void theScoreOfAPointIsTheMeanOverItsSeedsOnceAllOfThemAreThere() {
        List<TrialOutcome> outcomes = List.of(
                standing(rate("1e-3", 1), 3.0, 2.5),
                standing(rate("2e-3", 1), 9.0, 9.0),
                standing(rate("1e-3", 2), 3.5));
        String group = rate("1e-3", 1).group();
        assertThat(RungTable.score(outcomes, group, new Rung(1, 400))).hasValue(3.25);
        assertThat(RungTable.score(outcomes, group, new Rung(2, 600))).isEmpty();
    }

    @Test
    void thoseThatCameFurthestComeFirstAndOfThoseTheBest() {
        RungTable table = RungTable.of(
                List.of(
                        stopped(rate("1e-4", 1), 4.0),
                        stopped(rate("2e-4", 1), 3.9),
                        standing(rate("1e-3", 1), 3.8, 3.0, 2.8),
                        standing(rate("2e-3", 1), 3.7, 3.1, 2.7),
                        stopped(rate("4e-3", 1), 3.6, 3.2)),
                HALVING);
        assertThat(table.points())
                .extracting(RungTable.Point::point)
                .containsExactly(
                        rate("2e-3", 1).group(),
                        rate("1e-3", 1).group(),
                        rate("4e-3", 1).group(),
                        rate("2e-4", 1).group(),
                        rate("1e-4", 1).group());
        assertThat(table.points()).extracting(RungTable.Point::stopped).containsExactly(0, 0, 2, 1, 1);
        assertThat(table.steps()).isEqualTo(2 * 400 + 2 * 1000 + 600);
        assertThat(table.fullSteps()).isEqualTo(5 * 2000);
        assertThat(table.sentence())
                .isEqualTo(
                        "Successive halving stopped 3 of 5 points early: 3,400 steps were trained instead of 10,000, as many"
                                + " as for 1.7 points.");
    }
}
