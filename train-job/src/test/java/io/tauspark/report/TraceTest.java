package io.tauspark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.page.XyChart.Colour;
import io.tauspark.page.XyChart.Curve;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {
    private static Trace of(int most, double... values) {
        Trace trace = new Trace(most);
        for (int k = 0; k < values.length; k++) {
            trace.add(k, values[k]);
        }
        return trace;
    }

    @Test
    void fewValuesAreKeptAsTheyAre() {
        Curve curve = of(4, 3, 1, 2).curve("loss", Colour.FIRST, false);
        assertThat(curve.xs()).containsExactly(0.0, 1.0, 2.0);
        assertThat(curve.ys()).containsExactly(3.0, 1.0, 2.0);
    }

    @Test
    void manyValuesLoseNeitherAnExtremeNorItsPlace() {
        Trace trace = new Trace(64);
        for (int step = 1; step <= 100_000; step++) {
            trace.add(step, step == 61_803 ? 99 : step == 31_415 ? -99 : Math.sin(step));
        }
        assertThat(trace.buckets()).hasSizeBetween(33, 64);
        assertThat(trace.count()).isEqualTo(100_000);
        Curve curve = trace.within(16).curve("", Colour.FIRST, false);
        assertThat(curve.ys()).hasSizeLessThanOrEqualTo(32);
        assertThat(curve.xs().get(curve.ys().indexOf(99.0))).isEqualTo(61_803.0);
        assertThat(curve.xs().get(curve.ys().indexOf(-99.0))).isEqualTo(31_415.0);
        assertThat(curve.xs()).isSorted();
        assertThat(trace.buckets()).as("the trace itself").hasSizeGreaterThan(32);
    }

    @Test
    void aValueThatIsNotFiniteIsNotThere() {
        assertThat(of(4, Double.NaN, Double.POSITIVE_INFINITY).isEmpty()).isTrue();
        assertThat(of(4, 1, Double.NaN, 3).count()).isEqualTo(2);
    }

    @Test
    void aRollingMeanKnowsHowSureItIs() {
        RollingMean rolling = RollingMean.of(of(64, 1, 3, 2, 1, 3));
        assertThat(rolling.window()).isEqualTo(5);
        // The middle window has all five: mean 2, s² = (1 + 1 + 0 + 1 + 1) / 4, two standard errors 2 · √(1 / 5).
        assertThat(rolling.means().get(2)).isCloseTo(2, within(1e-12));
        assertThat(rolling.errors().get(2)).isCloseTo(2 * Math.sqrt(1 / 5.0), within(1e-12));
        assertThat(rolling.means().get(0)).as("the end alone").isEqualTo(1);
        assertThat(rolling.errors().get(0)).isNaN();
    }

    @Test
    void aRollingMeanOverMergedValuesIsTheSame() {
        double[] values = new double[4096];
        for (int k = 0; k < values.length; k++) {
            values[k] = k % 2;
        }
        RollingMean rolling = RollingMean.of(of(64, values));
        List<Double> means = rolling.means();
        assertThat(means.get(means.size() / 2)).isCloseTo(0.5, within(1e-12));
        double n = rolling.window();
        assertThat(rolling.errors().get(means.size() / 2)).isCloseTo(2 * Math.sqrt(0.25 / (n - 1)), within(1e-12));
    }
}
