package io.tauspark.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.model.ParameterLayout.Matrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearTest {
    /** Sums of 1,536 products, all of the largest, are just below what 32 bits hold. */
    @Test
    void wholeNumbersStayWhatTheyAre() {
        int inputs = 1536;
        float[] parameters = new float[2 * inputs];
        float[] x = new float[inputs];
        double expected = 0;
        for (int i = 0; i < inputs; i++) {
            parameters[i] = 127;
            parameters[inputs + i] = i % 255 - 127;
            x[i] = i % 2 == 0 ? 11_008 : 11_000;
            expected += x[i] * (i % 255 - 127.0);
        }
        Matrix matrix = new Matrix(0, 2, inputs);
        assertThat(ByteLinear.of(parameters, matrix).times(x))
                .containsExactly(new float[] {127f * inputs * 11_004, (float) expected}, within(300f));
        assertThat(ByteLinear.of(parameters, matrix).times(new float[inputs])).containsOnly(0);
        assertThat(ByteLinear.of(new float[2 * inputs], matrix).times(x)).containsOnly(0);
    }

    /** Large enough for several threads, and of sizes that nothing divides. */
    @Test
    void multipliesAsTheSumsSay() {
        int outputs = 5003;
        int inputs = 301;
        int offset = 7;
        Random random = new Random(3);
        float[] parameters = new float[offset + outputs * inputs];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = random.nextFloat() - 0.5f;
        }
        float[] x = new float[inputs];
        for (int i = 0; i < inputs; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        float[] expected = new float[outputs];
        for (int output = 0; output < outputs; output++) {
            double sum = 0;
            for (int input = 0; input < inputs; input++) {
                sum += (double) parameters[offset + output * inputs + input] * x[input];
            }
            expected[output] = (float) sum;
        }
        Matrix matrix = new Matrix(offset, outputs, inputs);
        float[] found = FloatLinear.of(parameters, matrix).times(x);
        assertThat(found).containsExactly(expected, within(1e-5f));
        assertThat(FloatLinear.of(parameters, matrix).times(x)).isEqualTo(found);
        float[] rounded = ByteLinear.of(parameters, matrix).times(x);
        double most = 0;
        for (float value : x) {
            // Weights are off by half a step of 0.5 / 127, and x by less than a hundredth of that.
            most += 1.01 * Math.abs(value) * 0.5 / 127 / 2;
        }
        assertThat(rounded).containsExactly(expected, within((float) most));
        assertThat(matrix.row(parameters, 2)[1]).isEqualTo(parameters[offset + 2 * inputs + 1]);
    }
}
