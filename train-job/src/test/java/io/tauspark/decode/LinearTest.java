package io.tauspark.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.model.ParameterLayout.Kind;
import io.tauspark.model.ParameterLayout.Slot;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinearTest {
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
        Slot slot = new Slot("a matrix", Kind.MATRIX, List.of((long) outputs, (long) inputs), offset);
        float[] found = Linear.of(parameters, slot).times(x);
        assertThat(found).containsExactly(expected, within(1e-5f));
        assertThat(Linear.of(parameters, slot).times(x)).isEqualTo(found);
        assertThat(Linear.row(parameters, slot, 2)[1]).isEqualTo(parameters[offset + 2 * inputs + 1]);
    }
}
