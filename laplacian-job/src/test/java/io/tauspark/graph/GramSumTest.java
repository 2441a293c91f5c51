package io.tauspark.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GramSumTest {
    private static final int FEATURES = 5;

    @Test
    void isExactForValuesThatTheScaleHolds() {
        Random random = new Random(1);
        // More rows than a double can sum the products of.
        double[][] rows = new double[5003][FEATURES];
        BigDecimal[] exact = new BigDecimal[FEATURES * FEATURES];
        Arrays.fill(exact, BigDecimal.ZERO);
        for (double[] row : rows) {
            for (int i = 0; i < FEATURES; i++) {
                // Whole multiples of 2⁻³⁹ below one, at another scale for each feature.
                row[i] = Math.scalb((double) random.nextLong(-(1L << 39) + 1, 1L << 39), -39 - 7 * i);
            }
            for (int k = 0; k < exact.length; k++) {
                exact[k] = exact[k].add(new BigDecimal(row[k / FEATURES]).multiply(new BigDecimal(row[k % FEATURES])));
            }
        }
        double[] products = products(rows);
        for (int k = 0; k < exact.length; k++) {
            double expected = exact[k].doubleValue();
            assertThat(Math.abs(products[k] - expected)).isLessThanOrEqualTo(Math.ulp(expected));
        }
    }

    @Test
    void doesNotOverflowWhereEveryRowIsAsLargeAsCanBe() {
        double value = 2 - Math.scalb(1.0, -20);
        int rows = (1 << 22) + 5;
        Scale scale = Scale.of(new double[] {255.5, 1});
        GramSum sum = new GramSum(scale);
        for (int row = 0; row < rows; row++) {
            sum.add(new double[] {255.5, row % 2 == 0 ? value / 2 : -value / 2});
        }
        double[] products = products(sum.sums(), scale);
        assertThat(products)
                .containsExactly(rows * 255.5 * 255.5, 255.5 * value / 2, 255.5 * value / 2, rows * value * value / 4);
    }

    @Test
    void givesTheSameBitsInAnyOrder() {
        Random random = new Random(2);
        double[][] rows = new double[997][FEATURES];
        for (double[] row : rows) {
            Arrays.setAll(row, i -> random.nextGaussian() * Math.pow(10, 3 * i - 6));
        }
        double[] forward = products(rows);
        Collections.shuffle(Arrays.asList(rows), random);
        assertThat(products(rows)).containsExactly(forward);
    }

    @Test
    void valuesNeedNotBeOfOrdinarySize() {
        double[] products = products(new double[][] {{1e-200, 1e150, Double.MIN_NORMAL, 1, 0}});
        assertThat(products[FEATURES + 1] / 1e300).isBetween(1 - 1e-10, 1 + 1e-10);
        assertThat(products[3] / 1e-200).isBetween(1 - 1e-10, 1 + 1e-10);
        assertThat(products[FEATURES * FEATURES - 1]).isZero();
    }

    private static double[] products(double[][] rows) {
        double[] largest = new double[FEATURES];
        for (double[] row : rows) {
            Arrays.setAll(largest, i -> Math.max(largest[i], Math.abs(row[i])));
        }
        Scale scale = Scale.of(largest);
        GramSum sum = new GramSum(scale);
        Arrays.stream(rows).forEach(sum::add);
        return products(sum.sums(), scale);
    }

    private static double[] products(WideSums sums, Scale scale) {
        int features = scale.features();
        double[] products = new double[features * features];
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < features; j++) {
                int k = Pairs.index(Math.min(i, j), Math.max(i, j), features);
                products[i * features + j] = Math.scalb(sums.value(k), scale.productUnit(i, j));
            }
        }
        return products;
    }
}
