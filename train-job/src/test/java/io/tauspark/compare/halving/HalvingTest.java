package io.tauspark.compare.halving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import io.tauspark.train.config.TrainConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HalvingTest {
    private static TrainConfig train(String... settings) {
        List<String> all = new ArrayList<>(List.of("data=d", "memory=m", "output=o", "tokenizer=bytes"));
        all.addAll(List.of(settings));
        return TrainConfig.configure(all.toArray(String[]::new));
    }

    private static List<Integer> steps(Halving halving, TrainConfig train) {
        return halving.rungs(train).stream().map(Rung::step).toList();
    }

    private static Map<String, Double> scores(double... values) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (double value : values) {
            scores.put("point " + scores.size(), value);
        }
        return scores;
    }

    @Test
    void rungsLieAtPowersOfTheFactor() {
        assertThat(steps(new Halving(3, 2), train("steps=2000", "validation.every=50")))
                .containsExactly(250, 500, 1000);
        assertThat(steps(new Halving(3, 3), train("steps=27", "validation.every=1")))
                .containsExactly(1, 3, 9);
        assertThat(steps(new Halving(0, 2), train())).isEmpty();
    }

    @Test
    void rungsWaitForTheNextScoring() {
        assertThat(steps(new Halving(3, 2), train("steps=2000", "validation.every=200")))
                .containsExactly(400, 600, 1000);
        assertThat(steps(new Halving(2, 2), train("steps=1001", "validation.every=10")))
                .containsExactly(260, 510);
        // In rounds the scoring after 300 steps comes after 400.
        TrainConfig rounds =
                train("steps=2000", "validation.every=150", "parallel.mode=rounds", "parallel.rounds.steps=200");
        assertThat(steps(new Halving(3, 2), rounds)).containsExactly(400, 600, 1000);
    }

    @Test
    void rungsThatFallTogetherOrOnTheEndDoNotFit() {
        assertThat(new Halving(3, 2).fits(train("steps=2000", "validation.every=200")))
                .isTrue();
        assertThat(new Halving(4, 2).fits(train("steps=2000", "validation.every=300")))
                .isFalse();
        assertThat(new Halving(1, 2).fits(train("steps=100", "validation.every=80")))
                .isTrue();
        assertThat(new Halving(1, 2).fits(train("steps=100", "validation.every=200")))
                .isFalse();
    }

    @Test
    void theBetterPartGoesOnAndOfEqualsTheFirst() {
        Halving halving = new Halving(1, 2);
        assertThat(halving.best(scores(4, 1, 3, 2))).containsExactly("point 1", "point 3");
        // Who is better at this rung does not come before others at the next.
        assertThat(halving.best(scores(4, 2, 3, 1))).containsExactly("point 1", "point 3");
        assertThat(halving.best(scores(1, 1, 1))).containsExactly("point 0", "point 1");
        assertThat(halving.best(scores(5))).containsExactly("point 0");
        assertThat(new Halving(1, 3).best(scores(4, 1, 3, 2))).containsExactly("point 1", "point 3");
    }

    @Test
    void whoFailedDoesNotGoOnAndItsPlaceStaysEmpty() {
        Halving halving = new Halving(1, 2);
        assertThat(halving.best(scores(Double.NaN, 2, Double.NaN, 1))).containsExactly("point 1", "point 3");
        assertThat(halving.best(scores(Double.NaN, 2, 1, 3))).containsExactly("point 1", "point 2");
        assertThat(halving.best(scores(Double.NaN, Double.NaN))).isEmpty();
    }

    @Test
    void sixteenTrialsWithThreeRungsTakeTheStepsOfFive() {
        TrainConfig train = train("steps=2000", "validation.every=50");
        assertThat(new Halving(3, 2).steps(16, train)).isEqualTo(5 * 2000);
        assertThat(new Halving(0, 2).steps(16, train)).isEqualTo(16 * 2000);
        assertThat(new Halving(3, 2).steps(1, train)).isEqualTo(2000);
    }

    @Test
    void whoGoesOnIsNoWorseThanWhoDoesNot() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            // Few different values, so that there are equals.
            Map<String, Double> scores = scores(
                    random.ints(1 + random.nextInt(40), 0, 10).asDoubleStream().toArray());
            Halving halving = new Halving(1, 2 + random.nextInt(4));
            Set<String> best = halving.best(scores);
            assertThat(best).hasSize(halving.places(scores.size()));
            double worst = best.stream().mapToDouble(scores::get).max().orElseThrow();
            scores.forEach((name, score) ->
                    assertThat(best.contains(name) || score >= worst).isTrue());
        }
    }

    @Test
    void refusesWhatStopsNobody() {
        assertThatThrownBy(() -> new Halving(-1, 1))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("rungs: value -1 must lie between 0 and 20")
                .hasMessageContaining("factor: value 1 must be at least 2");
    }
}
