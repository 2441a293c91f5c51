package io.tauspark.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GramSumTest {
    private static final int FEATURES = 5;

    @Test
    void isExactForValuesOfThirtyBits() {
        Random random = new Random(1);
        double[][] rows = new double[1003][FEATURES];
        BigDecimal[] exact = new BigDecimal[FEATURES * FEATURES];
        Arrays.fill(exact, BigDecimal.ZERO);
        for (double[] row : rows) {
            for (int i = 0; i < FEATURES; i++) {
                // Whole multiples of 2⁻²⁹ below one, at another scale for each feature.
                row[i] = Math.scalb((double) random.nextInt(-(1 << 29) + 1, 1 << 29), -29 - 7 * i);
            }
            for (int k = 0; k < exact.length; k++) {
                exact[k] = exact[k].add(new BigDecimal(row[k / FEATURES]).multiply(new BigDecimal(row[k % FEATURES])));
            }
        }
        double[] products = products(rows);
        for (int k = 0; k < exact.length; k++) {
            double expected = exact[k].doubleValue();
            // The last step adds three doubles.
            assertThat(Math.abs(products[k] - expected)).isLessThanOrEqualTo(2 * ulpOfSquares(products, k));
        }
    }

    @Test
    void staysExactBeyondWhatADoubleCanCount() {
        double value = 2 - Math.scalb(1.0, -20);
        int rows = (1 << 22) + 5;
        GramSum sum = new GramSum(new int[] {GramSum.shift(value), GramSum.shift(1)});
        for (int row = 0; row < rows; row++) {
            sum.add(new double[] {value, row % 2 == 0 ? 1 : -1});
        }
        double[] products = GramSum.products(sum.sums(), new int[] {GramSum.shift(value), GramSum.shift(1)});
        assertThat(products).containsExactly(rows * value * value, value, value, rows);
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
        double[] products = products(new double[][] {{1e-200, 1e150, Double.MIN_NORMAL, 1, 0.1}});
        assertThat(products[FEATURES + 1]).isEqualTo(1e300, within(1e292));
        assertThat(products[3]).isEqualTo(1e-200, within(1e-208));
    }

    private static double ulpOfSquares(double[] products, int k) {
        int i = k / FEATURES;
        int j = k % FEATURES;
        return Math.ulp(Math.sqrt(products[i * FEATURES + i]) * Math.sqrt(products[j * FEATURES + j]));
    }

    private static double[] products(double[][] rows) {
        int[] shifts = new int[FEATURES];
        for (int i = 0; i < FEATURES; i++) {
            int feature = i;
            shifts[i] = GramSum.shift(Arrays.stream(rows)
                    .mapToDouble(row -> Math.abs(row[feature]))
                    .max()
                    .orElse(0));
        }
        GramSum sum = new GramSum(shifts);
        Arrays.stream(rows).forEach(sum::add);
        return GramSum.products(sum.sums(), shifts);
    }
}
