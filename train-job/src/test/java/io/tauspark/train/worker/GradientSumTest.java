package io.tauspark.train.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientSumTest {
    private final Random random = new Random(5);

    @Test
    void addsAsABalancedTree() {
        float[][] g = gradients(8);
        float[] sum = sum(g, 0, 8);
        for (int i = 0; i < sum.length; i++) {
            float left = (g[0][i] + g[1][i]) + (g[2][i] + g[3][i]);
            float right = (g[4][i] + g[5][i]) + (g[6][i] + g[7][i]);
            assertThat(sum[i]).isEqualTo(left + right);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void partsOfWorkersAddUpToTheSameBits(int workers) {
        float[][] g = gradients(8);
        float[][] parts = new float[workers][];
        for (int rank = 0; rank < workers; rank++) {
            parts[rank] = sum(g, rank * 8 / workers, 8 / workers);
        }
        assertThat(sum(parts, 0, workers)).isEqualTo(sum(g, 0, 8));
    }

    @Test
    void isReusable() {
        GradientSum sum = new GradientSum(1, 2);
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < 2; i++) {
                float[] gradient = sum.buffer();
                gradient[0] = round;
                sum.add(gradient);
            }
            assertThat(sum.total()).containsExactly(2 * round);
            sum.reset();
        }
    }

    @Test
    void anIncompleteSumIsNoSum() {
        GradientSum sum = new GradientSum(1, 4);
        sum.add(new float[] {1});
        assertThatThrownBy(sum::total).hasMessageContaining("1 gradients of 4");
    }

    private float[][] gradients(int count) {
        float[][] gradients = new float[count][100];
        for (float[] gradient : gradients) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = (float) (random.nextGaussian() * Math.exp(random.nextInt(20)));
            }
        }
        return gradients;
    }

    private static float[] sum(float[][] gradients, int from, int count) {
        GradientSum sum = new GradientSum(gradients[0].length, count);
        for (int i = from; i < from + count; i++) {
            float[] buffer = sum.buffer();
            System.arraycopy(gradients[i], 0, buffer, 0, buffer.length);
            sum.add(buffer);
        }
        return sum.total().clone();
    }
}
