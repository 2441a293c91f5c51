package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.Observation;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import io.tauspark.model.torch.OptimizerConfig.Matrices;
import io.tauspark.model.torch.OptimizerConfig.MuonConfig;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A long training at a cold temperature, where exponentials and their gradients are extreme. */
class StabilityTest {
    private static final int STEPS = Integer.getInteger("stability.steps", 500);

    @ParameterizedTest
    @CsvSource({
        "TAU, 1",
        "TAU, 0.1",
        "TAU, 0.02",
        "TAU, 0.0115",
        "GRID, 1",
        "GRID, 0.1",
        "GRID, 0.02",
        "GRID, 0.0115",
    })
    void trainingStaysFiniteAndLearns(AttentionKind kind, double temperature) {
        ModelConfig model = new ModelConfig(
                SampleModel.VOCABULARY,
                false,
                1,
                12,
                2,
                24,
                0,
                15,
                List.of(List.of(kind)),
                new HeadCounts(3, 3, 3, 3, 3),
                1,
                KeyWeight.LEARNED,
                new LambdaConfig(
                        Regime.KRON,
                        false,
                        temperature,
                        null,
                        16,
                        LaplacianSource.MEMORY,
                        LambdaConfig.PLAIN_TEMPERATURE),
                PastConfig.PLAIN,
                ShortcutConfig.NONE,
                MemoryConfig.PLAIN);
        Random random = new Random(5);
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = new TauGpt(model, RandomLaplacian.heads(model, random), manager);
                Optimizer optimizer = new Optimizer(
                        new OptimizerConfig(0.9, 0.95, 1e-9, 0.1, 1, 5, null, Matrices.ADAMW, MuonConfig.UNUSED),
                        gpt)) {
            gpt.initialise(1);
            gpt.calibrate(windows(random));
            float[] gradient = new float[(int) gpt.layout().size()];
            double first = 0;
            double last = 0;
            for (int step = 0; step < STEPS; step++) {
                double loss = gpt.gradient(windows(random), gradient, Observation.NOTHING)
                        .loss();
                assertThat(loss).as("loss of step " + step).isFinite();
                // A rate that is too high on purpose, so that λ reaches both of its ends.
                assertThat(optimizer.step(gradient, 1, 0.02))
                        .as("norm of step " + step)
                        .isFinite();
                first += step < 100 ? loss / 100 : 0;
                last += step >= STEPS - 100 ? loss / 100 : 0;
            }
            assertThat(last).isLessThan(first);
        }
    }

    /** Two windows, the second half of each a copy of its first. */
    private static int[][] windows(Random random) {
        int[][] windows = new int[2][25];
        for (int[] window : windows) {
            for (int i = 0; i < window.length; i++) {
                window[i] = i < 12 ? random.nextInt(SampleModel.VOCABULARY) : window[i - 12];
            }
        }
        return windows;
    }
}
