package io.tauspark.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomProjectionTest {
    @Test
    void isChosenOnlyWhereItLeavesMoreFeaturesThanCentroids() {
        // The memory that tauformer ships: 384 features, 179 centroids, rp_eps 1.31 would leave 32.
        assertThat(RandomProjection.of(384, 179, 1.31, 42)).isEmpty();
        // 8 ln 20 / 0.09 = 266.3, more than half of the features.
        assertThat(features(384, 20, 0.3)).isEqualTo(192);
        // 8 ln 20 / 0.36 = 66.6.
        assertThat(features(384, 20, 0.6)).isEqualTo(67);
        assertThat(features(384, 20, 1.9)).isEqualTo(32);
        assertThat(RandomProjection.of(64, 20, 0.6, 42)).isEmpty();
    }

    @Test
    void isLinearAndTheSameForTheSameSeed() {
        RandomProjection one = new RandomProjection(100, 40, 7);
        double[] x = vector(100, 1);
        double[] y = vector(100, 2);
        double[] sum = new double[100];
        Arrays.setAll(sum, i -> x[i] - 3 * y[i]);
        double[] px = one.apply(x);
        double[] py = one.apply(y);
        double[] psum = one.apply(sum);
        for (int b = 0; b < 40; b++) {
            assertThat(psum[b]).isCloseTo(px[b] - 3 * py[b], within(1e-12));
        }
        assertThat(new RandomProjection(100, 40, 7).apply(x)).containsExactly(px);
        assertThat(new RandomProjection(100, 40, 8).apply(x)).isNotEqualTo(px);
        assertThat(one.apply(new double[100])).containsOnly(0);
    }

    @Test
    void keepsLengthsOnAverage() {
        double before = 0;
        double after = 0;
        for (int seed = 0; seed < 200; seed++) {
            double[] x = vector(100, seed);
            before += square(x);
            after += square(new RandomProjection(100, 40, seed).apply(x));
        }
        // 8,000 squared normal numbers have a relative deviation of 1.6 %.
        assertThat(after / before).isCloseTo(1, within(0.08));
    }

    private static int features(int from, int centroids, double distortion) {
        return RandomProjection.of(from, centroids, distortion, 42)
                .orElseThrow()
                .features();
    }

    private static double square(double[] x) {
        return Arrays.stream(x).map(value -> value * value).sum();
    }

    private static double[] vector(int size, long seed) {
        return new Random(seed).doubles(size, -1, 1).toArray();
    }
}
