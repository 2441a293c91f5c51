package io.tauspark.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.bench.quality.Comparison.Against;
import io.tauspark.bench.quality.Comparison.Row;
import io.tauspark.compare.Spread;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double EXACT = 1e-12;

    private final List<TrialResult> results = List.of(
            Results.of("tau", 2, 2.5),
            Results.of("dot", 1, 2.0),
            Results.of("tau", 1, 1.5),
            Results.of("dot", 3, 4.0),
            Results.of("dot", 2, 2.0));

    /** Seed 3 has no partner: the mean difference is (−0.5 + 0.5) / 2, not the difference of the means. */
    @Test
    void pairsSeeds() {
        Row tau = Comparison.of(results, List.of("tau", "dot"), List.of("dot"))
                .rows()
                .get(0);
        assertThat(tau.seeds()).isEqualTo(2);
        assertThat(tau.test()).isEqualTo(new Spread(2.0, 1.5, 2.5));
        Against dot = Objects.requireNonNull(tau.against().get("dot"));
        assertThat(dot.seeds()).isEqualTo(2);
        assertThat(dot.difference().mean()).isCloseTo(0, within(EXACT));
        assertThat(dot.difference().least()).isCloseTo(-0.5, within(EXACT));
        assertThat(dot.difference().most()).isCloseTo(0.5, within(EXACT));
        assertThat(dot.ratio().mean()).isCloseTo((0.75 + 1.25) / 2, within(EXACT));
    }

    @Test
    void keepsTheOrderAskedForAndShowsWhatElseThereIs() {
        assertThat(Comparison.of(results, List.of("grid", "dot"), List.of("dot", "dot+kw"))
                        .rows())
                .extracting(Row::variant)
                .containsExactly("dot", "tau");
    }

    @Test
    void comparesWithNoBaselineThatHasNoResults() {
        Comparison comparison = Comparison.of(results, List.of("dot", "tau"), List.of("dot+kw", "dot"));
        assertThat(comparison.baselines()).containsExactly("dot");
        assertThat(comparison.rows().get(0).against()).isEmpty();
        assertThat(comparison.rows().get(1).against()).containsOnlyKeys("dot");
    }

    @Test
    void aVariantWithoutACommonSeedIsComparedWithNothing() {
        List<TrialResult> apart = List.of(Results.of("dot", 1, 2), Results.of("tau", 2, 2));
        assertThat(Comparison.of(apart, List.of("dot", "tau"), List.of("dot"))
                        .rows()
                        .get(1)
                        .against())
                .isEmpty();
    }
}
