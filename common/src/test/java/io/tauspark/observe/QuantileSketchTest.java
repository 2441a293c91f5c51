package io.tauspark.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.observe.QuantileSketch.Energies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantileSketchTest {
    private static final double[] SHARES = {1e-9, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1};

    /** Rounding of a value that lies on the border of a bin. */
    private static final double BORDER = 1e-9;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** Log-odds of λ, within the outermost borders. */
    enum Input {
        WIDE,
        NARROW,
        EQUAL,
        TIES,
        TWO_FAR_CLUSTERS;

        double[] make(int count, Random random) {
            double middle = 4 * random.nextGaussian();
            DoubleSupplier draw =
                    switch (this) {
                        case WIDE -> () -> Math.max(-13, Math.min(13, 4 * random.nextGaussian()));
                        case NARROW -> () -> middle / 2 + 0.01 * random.nextGaussian();
                        case EQUAL -> () -> middle / 2;
                        case TIES -> () -> (random.nextInt(7) - 3) * QuantileSketch.WIDTH;
                        case TWO_FAR_CLUSTERS -> () -> random.nextBoolean() ? -9 : 7 + random.nextDouble();
                    };
            return DoubleStream.generate(draw).limit(count).toArray();
        }
    }

    @ParameterizedTest
    @EnumSource(Input.class)
    void quantilesAreWithinTheStatedErrorsOfSortedValues(Input input) {
        for (int count : new int[] {1, 2, 19, 1000, 20_001}) {
            double[] values = input.make(count, random);
            QuantileSketch sketch = QuantileSketch.ofLogOdds(values);
            Arrays.sort(values);
            assertThat(sketch.count()).isEqualTo(count);
            for (double share : SHARES) {
                double exact = values[(int) Math.ceil(share * count) - 1];
                double found = sketch.logOdds(share);
                assertThat(found).as("seed %d share %s", seed, share).isCloseTo(exact, within(width()));
                assertThat(sketch.lambda(share))
                        .as("seed %d share %s", seed, share)
                        .isCloseTo(lambda(exact), within(QuantileSketch.WIDTH / 4));
                assertRank(values, found, share, sketch.rankError(share));
            }
        }
    }

    /** Some rank that the found value may have lies within the error of the wanted one. */
    private void assertRank(double[] sorted, double found, double share, double error) {
        double below = Arrays.stream(sorted).filter(x -> x < found - BORDER).count() / (double) sorted.length;
        double upTo = Arrays.stream(sorted).filter(x -> x <= found + BORDER).count() / (double) sorted.length;
        assertThat(share).as("seed %d", seed).isBetween(below - error - BORDER, upTo + error + BORDER);
    }

    @Test
    void mergingIsTheSameInAnyOrderAndAnyNumberOfParts() {
        double[] values = Input.WIDE.make(5000, random);
        long[] whole = QuantileSketch.ofLogOdds(values).counts();
        for (int trial = 0; trial < 20; trial++) {
            List<QuantileSketch> parts = new ArrayList<>();
            int from = 0;
            while (from < values.length) {
                int to = Math.min(values.length, from + random.nextInt(1500));
                parts.add(QuantileSketch.ofLogOdds(Arrays.copyOfRange(values, from, to)));
                from = to;
            }
            while (parts.size() > 1) {
                Collections.shuffle(parts, random);
                int some = 2 + random.nextInt(parts.size() - 1);
                List<QuantileSketch> taken = parts.subList(0, some);
                QuantileSketch merged = QuantileSketch.merged(taken);
                taken.clear();
                parts.add(merged);
            }
            assertThat(parts.get(0).counts()).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void theSaturatedShareIsExact() {
        double[] lambdas = random.doubles(10_000)
                .map(x -> x < 0.5 ? x / 20 : 1 - (1 - x) / 20)
                .toArray();
        long saturated = Arrays.stream(lambdas)
                .filter(x -> x < QuantileSketch.SATURATED_LOW || x > QuantileSketch.SATURATED_HIGH)
                .count();
        QuantileSketch sketch = QuantileSketch.ofLogOdds(
                Arrays.stream(lambdas).map(x -> Math.log(x / (1 - x))).toArray());
        assertThat(sketch.saturated()).as("seed %d", seed).isEqualTo(saturated / 10_000.0);
    }

    @Test
    void valuesBeyondTheOutermostBordersCountAsSaturatedAndStayFinite() {
        QuantileSketch sketch =
                QuantileSketch.ofLogOdds(Double.NEGATIVE_INFINITY, -1e300, -20, 20, 1e300, Double.POSITIVE_INFINITY);
        assertThat(sketch.count()).isEqualTo(6);
        assertThat(sketch.saturated()).isEqualTo(1);
        assertThat(sketch.lambda(0.5)).isBetween(1e-7, 2e-6);
        assertThat(sketch.lambda(1)).isBetween(1 - 2e-6, 1 - 1e-7);
    }

    @Test
    void anEmptySketchHasNoQuantiles() {
        QuantileSketch empty = QuantileSketch.merged(List.of());
        assertThat(empty.count()).isZero();
        assertThat(empty.lambda(0.5)).isNaN();
        assertThat(empty.logOdds(0.5)).isNaN();
        assertThat(empty.saturated()).isNaN();
        assertThat(empty.rankError(0.5)).isZero();
        assertThat(QuantileSketch.energy(List.of(new Energies(empty, 2)), 0.5)).isNaN();
    }

    @ParameterizedTest
    @EnumSource(Input.class)
    void energiesUnderSeveralTauAreWithinOneBinOfSortedOnes(Input input) {
        for (int heads : new int[] {1, 2, 5}) {
            List<Energies> parts = new ArrayList<>();
            double[] logEnergies = new double[0];
            for (int head = 0; head < heads; head++) {
                double tau = Math.exp(2 * random.nextGaussian());
                double[] logOdds = input.make(1 + random.nextInt(3000), random);
                parts.add(new Energies(QuantileSketch.ofLogOdds(logOdds), tau));
                logEnergies = DoubleStream.concat(
                                Arrays.stream(logEnergies),
                                Arrays.stream(logOdds).map(u -> u + Math.log(tau)))
                        .toArray();
            }
            Arrays.sort(logEnergies);
            for (double share : SHARES) {
                double exact = logEnergies[(int) Math.ceil(share * logEnergies.length) - 1];
                assertThat(Math.log(QuantileSketch.energy(parts, share)))
                        .as("seed %d share %s", seed, share)
                        .isCloseTo(exact, within(width()));
            }
        }
    }

    @Test
    void refusesWhatIsNoCountNoValueAndNoShare() {
        assertThatThrownBy(() -> QuantileSketch.ofLogOdds(Double.NaN)).hasMessageContaining("NaN");
        long[] negative = new long[QuantileSketch.BINS];
        negative[3] = -1;
        assertThatThrownBy(() -> QuantileSketch.of(negative, 0)).hasMessageContaining("bin 3 holds -1");
        QuantileSketch one = QuantileSketch.ofLogOdds(0);
        for (double share : new double[] {0, -1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> one.lambda(share)).hasMessageContaining("share");
        }
    }

    private static double width() {
        return QuantileSketch.WIDTH + BORDER;
    }

    private static double lambda(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
