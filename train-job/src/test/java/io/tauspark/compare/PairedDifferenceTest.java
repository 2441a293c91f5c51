package io.tauspark.compare;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.compare.PairedDifference.Finding;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairedDifferenceTest {
    private static PairedDifference difference(Map<Long, Double> variant, Map<Long, Double> baseline) {
        return requireNonNull(PairedDifference.of(variant, baseline));
    }

    /** Differences −0.1, −0.2, −0.3: mean −0.2, deviation 0.1, so 4.3027 · 0.1 / √3 to each side. */
    @Test
    void hasTheIntervalOfTheMeanOfDifferencesBySeed() {
        PairedDifference found = difference(Map.of(1L, 1.9, 2L, 2.8, 3L, 3.7), Map.of(1L, 2.0, 2L, 3.0, 3L, 4.0));
        assertThat(found.seeds()).isEqualTo(3);
        assertThat(found.difference().mean()).isCloseTo(-0.2, within(1e-12));
        assertThat(found.low()).isCloseTo(-0.2 - 0.24842, within(1e-4));
        assertThat(found.high()).isCloseTo(-0.2 + 0.24842, within(1e-4));
        assertThat(found.finding()).isEqualTo(Finding.UNDECIDED);
        assertThat(found.ratio().mean()).isCloseTo((0.95 + 2.8 / 3 + 0.925) / 3, within(1e-12));
    }

    /** Quantiles by SciPy. One difference of 1 among zeros has a mean of 1/n, whose standard error is 1/n too. */
    @ParameterizedTest
    @CsvSource({
        "1, 12.706204736174694",
        "2, 4.302652729749462",
        "4, 2.7764451051977934",
        "10, 2.228138851986274",
        "11, 2.200985160091639",
        "20, 2.085963447265864",
        "30, 2.0422724563012378",
        "120, 1.9799304050824402"
    })
    void hasStudentsIntervalForAnyNumberOfSeeds(int freedom, double quantile) {
        int seeds = freedom + 1;
        Map<Long, Double> variant = new HashMap<>();
        Map<Long, Double> baseline = new HashMap<>();
        for (long seed = 1; seed <= seeds; seed++) {
            variant.put(seed, seed == 1 ? 2.0 : 1.0);
            baseline.put(seed, 1.0);
        }
        PairedDifference found = difference(variant, baseline);
        assertThat(found.seeds()).isEqualTo(seeds);
        assertThat(requireNonNull(found.low()) * seeds).isCloseTo(1 - quantile, within(1e-9));
        assertThat(requireNonNull(found.high()) * seeds).isCloseTo(1 + quantile, within(1e-9));
    }

    @Test
    void decidesWhereTheIntervalLeavesOutZero() {
        Map<Long, Double> baseline = Map.of(1L, 2.0, 2L, 3.0, 3L, 4.0);
        assertThat(difference(Map.of(1L, 1.80, 2L, 2.81, 3L, 3.79), baseline).finding())
                .isEqualTo(Finding.LOWER);
        assertThat(difference(Map.of(1L, 2.20, 2L, 3.19, 3L, 4.21), baseline).finding())
                .isEqualTo(Finding.HIGHER);
    }

    @Test
    void oneSeedDecidesNothingHoweverLargeTheDifference() {
        PairedDifference found = difference(Map.of(1L, 1.0, 2L, 1.0), Map.of(2L, 9.0, 3L, 9.0));
        assertThat(found.seeds()).isEqualTo(1);
        assertThat(found.low()).isNull();
        assertThat(found.finding()).isEqualTo(Finding.UNDECIDED);
    }

    @Test
    void equalTrainingsAreUndecided() {
        Map<Long, Double> same = Map.of(1L, 2.0, 2L, 3.0);
        assertThat(difference(same, same).finding()).isEqualTo(Finding.UNDECIDED);
    }

    @Test
    void withoutACommonSeedThereIsNone() {
        assertThat(PairedDifference.of(Map.of(1L, 1.0), Map.of(2L, 1.0))).isNull();
    }
}
