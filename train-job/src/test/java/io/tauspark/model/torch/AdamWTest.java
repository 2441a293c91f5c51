package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout.Group;
import io.tauspark.model.ParameterLayout.Kind;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import io.tauspark.model.torch.OptimizerConfig.Matrices;
import io.tauspark.model.torch.OptimizerConfig.MuonConfig;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final OptimizerConfig CONFIG =
            new OptimizerConfig(0.9, 0.95, 1e-8, 0.1, 1.0, 5, null, Matrices.ADAMW, MuonConfig.UNUSED);
    private static final ModelConfig MODEL = new ModelConfig(
            5,
            false,
            1,
            6,
            4,
            8,
            0,
            15,
            List.of(List.of(AttentionKind.TAU)),
            new HeadCounts(2, 2, 2, 2, 2),
            1,
            KeyWeight.LEARNED,
            new LambdaConfig(Regime.KRON, false, null, null, 8, LaplacianSource.MEMORY, LambdaConfig.PLAIN_TEMPERATURE),
            PastConfig.PLAIN,
            ShortcutConfig.NONE,
            MemoryConfig.PLAIN);

    /** The published update in plain double arithmetic, with the clipping before it. */
    @Test
    void stepsFollowThePublishedUpdate() {
        Random random = new Random(2);
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = new TauGpt(MODEL, RandomLaplacian.heads(MODEL, random), manager);
                Optimizer optimizer = new Optimizer(CONFIG, gpt)) {
            int size = (int) gpt.layout().size();
            gpt.initialise(3);
            gpt.setLogTemperature(new float[] {-1, -2});
            double[] expected = wide(gpt.parameters());
            double[] first = new double[size];
            double[] second = new double[size];
            for (int step = 1; step <= 4; step++) {
                float[] sum = new float[size];
                for (int i = 0; i < size; i++) {
                    sum[i] = (float) random.nextGaussian();
                }
                int micro = 2;
                double norm = update(gpt.layout().groups(), expected, sum, micro, first, second, step, 0.01);
                assertThat(optimizer.step(sum, micro, 0.01)).isCloseTo(norm, within(1e-5 * norm));
            }
            assertThat(wide(gpt.parameters())).containsExactly(expected, within(1e-5));
            assertThat(wide(optimizer.firstMoments())).containsExactly(first, within(1e-6));
            assertThat(wide(optimizer.secondMoments())).containsExactly(second, within(1e-6));
        }
    }

    @Test
    void temperaturesStayAboveTheLeast() {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = new TauGpt(MODEL, RandomLaplacian.heads(MODEL, new Random(1)), manager);
                Optimizer optimizer = new Optimizer(CONFIG, gpt)) {
            float least = (float) Math.log(LambdaConfig.PLAIN_TEMPERATURE);
            gpt.setLogTemperature(new float[] {least, least});
            float[] downhill = new float[(int) gpt.layout().size()];
            java.util.Arrays.fill(downhill, 1);
            optimizer.step(downhill, 1, 0.1);
            assertThat(gpt.logTemperature()).containsOnly(least);
        }
    }

    private static double update(
            List<Group> groups,
            double[] parameters,
            float[] sum,
            int micro,
            double[] first,
            double[] second,
            int step,
            double rate) {
        double square = 0;
        for (float value : sum) {
            square += (double) value * value / (micro * micro);
        }
        double norm = Math.sqrt(square);
        double shortened = Math.min(1, CONFIG.clip() / norm) / micro;
        for (Group group : groups) {
            double lr = group.kind() == Kind.SCALAR ? rate * CONFIG.scalarRate() : rate;
            double decay = group.kind() == Kind.MATRIX ? CONFIG.weightDecay() : 0;
            for (int i = (int) group.offset(); i < group.offset() + group.size(); i++) {
                double gradient = sum[i] * shortened;
                first[i] = CONFIG.beta1() * first[i] + (1 - CONFIG.beta1()) * gradient;
                second[i] = CONFIG.beta2() * second[i] + (1 - CONFIG.beta2()) * gradient * gradient;
                double mean = first[i] / (1 - Math.pow(CONFIG.beta1(), step));
                double deviation = Math.sqrt(second[i] / (1 - Math.pow(CONFIG.beta2(), step))) + CONFIG.epsilon();
                parameters[i] -= lr * decay * parameters[i] + lr * mean / deviation;
            }
        }
        return norm;
    }

    private static double[] wide(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
