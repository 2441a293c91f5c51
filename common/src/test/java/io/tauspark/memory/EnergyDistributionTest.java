package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.store.Json;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnergyDistributionTest {
    private static EnergyDistribution of(IntToDoubleFunction energy) {
        return EnergyDistribution.of(
                5000,
                IntStream.range(0, EnergyDistribution.POINTS)
                        .mapToDouble(energy)
                        .toArray());
    }

    private static double sum(Histogram histogram) {
        return histogram.shares().stream().mapToDouble(Double::doubleValue).sum();
    }

    @Test
    void everyPercentileIsAnOrderStatistic() {
        EnergyDistribution squares = of(k -> (double) k * k);
        for (int percent = 0; percent <= 100; percent++) {
            assertThat(squares.quantile(percent / 100.0)).isEqualTo(100.0 * percent * percent);
        }
        assertThat(squares.quantile(0.0005)).isCloseTo(0.5, within(1e-12));
        assertThat(squares.quantile(0.9995)).isCloseTo((999.0 * 999 + 1e6) / 2, within(1e-6));
    }

    @Test
    void itsRanksAreThoseOfAllEnergies() {
        assertThat(EnergyDistribution.rank(0, 7)).isZero();
        assertThat(EnergyDistribution.rank(500, 7)).isEqualTo(3);
        assertThat(EnergyDistribution.rank(1000, 7)).isEqualTo(6);
        assertThat(EnergyDistribution.rank(50, 1001)).isEqualTo(50);
        assertThat(EnergyDistribution.rank(1000, 10_000_000_000L)).isEqualTo(9_999_999_999L);
        assertThat(EnergyDistribution.rank(1000, 1)).isZero();
    }

    @Test
    void lambdaIsOneHalfAtTau() {
        EnergyDistribution energies = of(k -> k / 100.0);
        assertThat(energies.lambdaQuantile(0.5, 5)).isEqualTo(0.5);
        assertThat(energies.lambdaQuantile(1, 5)).isCloseTo(10 / 15.0, within(1e-15));
        assertThat(energies.lambdaQuantile(0, 5)).isZero();
    }

    @Test
    void evenEnergiesFillBinsEvenly() {
        Histogram histogram = of(k -> 2 + k / 1000.0).energies(7);
        assertThat(histogram.low()).isEqualTo(2);
        assertThat(histogram.high()).isEqualTo(3);
        assertThat(histogram.shares()).hasSize(7).allSatisfy(share -> assertThat(share)
                .isCloseTo(1 / 7.0, within(1e-12)));
    }

    @Test
    void aGapStaysThinAndAPeakStaysHigh() {
        // Four in five are exactly 1; the rest goes evenly up to 11.
        EnergyDistribution energies = of(k -> k <= 800 ? 1 : 1 + (k - 800) / 20.0);
        Histogram histogram = energies.energies(10);
        assertThat(histogram.shares().get(0)).isCloseTo(0.82, within(1e-12));
        assertThat(histogram.shares().subList(1, 10))
                .allSatisfy(share -> assertThat(share).isCloseTo(0.02, within(1e-12)));
    }

    @Test
    void aHistogramAgreesWithCounting() {
        double[] all = new Random(3)
                .doubles(100_001, 0, 1)
                .map(u -> u * u * 8)
                .sorted()
                .toArray();
        EnergyDistribution energies = EnergyDistribution.of(
                all.length,
                IntStream.range(0, EnergyDistribution.POINTS)
                        .mapToDouble(k -> all[(int) EnergyDistribution.rank(k, all.length)])
                        .toArray());
        double tau = 2;
        Histogram lambdas = energies.lambdas(tau, 20);
        assertThat(sum(lambdas)).isCloseTo(1, within(1e-12));
        for (int bin = 0; bin < 20; bin++) {
            double from = lambdas.low() + (lambdas.high() - lambdas.low()) * bin / 20;
            double to = lambdas.low() + (lambdas.high() - lambdas.low()) * (bin + 1) / 20;
            double counted = Arrays.stream(all)
                            .map(energy -> Taumode.lambda(energy, tau))
                            .filter(lambda -> lambda >= from && lambda < to)
                            .count()
                    / (double) all.length;
            assertThat(lambdas.shares().get(bin)).isCloseTo(counted, within(1e-3));
        }
    }

    @Test
    void equalEnergiesAreOneBin() {
        Histogram histogram = of(k -> 3).energies(30);
        assertThat(histogram.low()).isEqualTo(1.5);
        assertThat(histogram.high()).isEqualTo(4.5);
        assertThat(histogram.shares().get(15)).isCloseTo(1, within(1e-12));
        assertThat(sum(histogram)).isCloseTo(1, within(1e-12));
    }

    @Test
    void refusesWhatIsNoDistribution() {
        assertThatThrownBy(() -> EnergyDistribution.of(1, new double[3]))
                .hasMessageContaining("has 3 order statistics, needs 1001");
        assertThatThrownBy(() -> EnergyDistribution.of(0, new double[1001])).hasMessageContaining("at least one");
        assertThatThrownBy(() -> of(k -> -k)).hasMessageContaining("-1.0 follows 0.0");
        assertThatThrownBy(() -> of(k -> k == 7 ? Double.NaN : 1)).hasMessageContaining("NaN follows 1.0");
        assertThatThrownBy(() -> of(k -> k).quantile(1.5)).hasMessageContaining("1.5");
    }

    @Test
    void survivesJson() {
        EnergyDistribution energies = of(k -> Math.sqrt(k));
        assertThat(Json.read(Json.line(energies), EnergyDistribution.class, "energies"))
                .isEqualTo(energies);
    }
}
