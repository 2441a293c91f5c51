package io.tauspark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LambdaQuantilesTest {
    @Test
    void areRightToTheWidthOfABin() {
        int bins = 1024;
        double[] values = new Random(3).doubles(10_001).map(x -> x * x).sorted().toArray();
        long[] counts = new long[2 * bins];
        Arrays.stream(values).forEach(value -> counts[bins + (int) (value * bins)]++);
        LambdaQuantiles found = LambdaQuantiles.of(counts, bins, bins);
        assertThat(found.p05()).isCloseTo(values[500], within(1.0 / bins));
        assertThat(found.p50()).isCloseTo(values[5000], within(1.0 / bins));
        assertThat(found.p95()).isCloseTo(values[9500], within(1.0 / bins));
    }
}
