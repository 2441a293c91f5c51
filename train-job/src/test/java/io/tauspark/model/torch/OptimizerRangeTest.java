package io.tauspark.model.torch;

import static io.tauspark.model.Blocks.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.Partition;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import io.tauspark.model.torch.OptimizerConfig.Matrices;
import io.tauspark.model.torch.OptimizerConfig.MuonConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The optimizer of all parameters against optimizers of their parts. */
class OptimizerRangeTest {
    private static final OptimizerConfig CONFIG =
            new OptimizerConfig(0.9, 0.95, 1e-8, 0.1, 1.0, 5, null, Matrices.ADAMW, MuonConfig.UNUSED);
    private static final OptimizerConfig MUON =
            new OptimizerConfig(0.9, 0.95, 1e-8, 0.1, 1.0, 5, null, Matrices.MUON, MuonConfig.UNUSED);
    private static final int MICRO = 4;
    private static final double RATE = 0.01;

    /** Between four and five blocks: the embeddings end in the third, the matrices and all temperatures in the fifth. */
    private static final ModelConfig MODEL = new ModelConfig(
            3001,
            false,
            10,
            27,
            8,
            8,
            0,
            15,
            List.of(List.of(AttentionKind.TAU)),
            new HeadCounts(3, 2, 2, 2, 2),
            1,
            KeyWeight.LEARNED,
            new LambdaConfig(Regime.KRON, false, null, null, 8, LaplacianSource.MEMORY, LambdaConfig.PLAIN_TEMPERATURE),
            PastConfig.PLAIN,
            ShortcutConfig.NONE,
            MemoryConfig.PLAIN);

    /** Where some steps lead. */
    private record Outcome(float[] parameters, float[] first, float[] second, List<Double> norms) {}

    @Test
    void theModelHasBlocksThatBordersOfGroupsCross() {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = model(manager)) {
            List<Long> blocks = gpt.layout().groups().stream()
                    .map(group -> group.offset() / SIZE)
                    .toList();
            assertThat(blocks).containsExactly(0L, 2L, 4L);
            // No vector of the processor, of 8 or 16 values, ends there.
            assertThat(gpt.layout().groups().get(1).offset() % 8).isEqualTo(6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void membersTogetherTakeTheStepsOfOne(int members) {
        equal(shared(CONFIG, 4, members), whole(CONFIG, 4, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 9})
    void membersTogetherTakeTheStepsOfOneWithMapsThatAreNotDivided(int members) {
        equal(shared(MUON, 4, members), whole(MUON, 4, false));
    }

    private static void equal(Outcome shared, Outcome whole) {
        assertThat(shared.norms()).isEqualTo(whole.norms());
        assertThat(shared.parameters()).isEqualTo(whole.parameters());
        assertThat(shared.first()).isEqualTo(whole.first());
        assertThat(shared.second()).isEqualTo(whole.second());
    }

    @Test
    void aRestoredOptimizerGoesOnAsIfItHadNotStopped() {
        equal(whole(CONFIG, 5, true), whole(CONFIG, 5, false));
        equal(whole(MUON, 5, true), whole(MUON, 5, false));
    }

    @Test
    void aMemberMovesNothingButItsRange() {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = model(manager);
                Optimizer last =
                        new Optimizer(CONFIG, gpt, 4 * SIZE, (int) gpt.layout().size())) {
            float least = (float) Math.log(LambdaConfig.PLAIN_TEMPERATURE);
            float[] before = gpt.parameters();
            int size = before.length;
            float[] downhill = new float[size];
            Arrays.fill(downhill, 1);
            last.step(downhill, 1, Math.sqrt(size), 10);
            float[] after = gpt.parameters();
            assertThat(Arrays.copyOf(after, 4 * SIZE)).isEqualTo(Arrays.copyOf(before, 4 * SIZE));
            for (int i = 4 * SIZE; i < size; i++) {
                assertThat(after[i]).isNotEqualTo(before[i]);
            }
            assertThat(gpt.logTemperature()).containsOnly(least);
        }
    }

    @Test
    void aMemberWithoutParametersOnlyCounts() {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = model(manager);
                Optimizer idle = new Optimizer(CONFIG, gpt, SIZE, SIZE)) {
            float[] before = gpt.parameters();
            float[] sum = gradient(new Random(1), before.length);
            assertThat(idle.squares(sum, MICRO)).isEmpty();
            idle.step(sum, MICRO, 1, RATE);
            assertThat(idle.steps()).isEqualTo(1);
            assertThat(idle.firstMoments()).isEmpty();
            idle.restore(7, idle.firstMoments(), idle.secondMoments());
            assertThat(idle.steps()).isEqualTo(7);
            assertThat(gpt.parameters()).isEqualTo(before);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = model(manager);
                Optimizer half = new Optimizer(CONFIG, gpt, 0, SIZE)) {
            float[] sum = new float[(int) gpt.layout().size()];
            assertThatThrownBy(() -> new Optimizer(CONFIG, gpt, 1, SIZE)).hasMessageContaining("range [1, 65536)");
            assertThatThrownBy(() -> new Optimizer(CONFIG, gpt, 0, SIZE + 1)).hasMessageContaining("borders of blocks");
            assertThatThrownBy(() -> half.step(sum, 1, RATE)).hasMessageContaining("do not have the norm of all");
            assertThatThrownBy(() -> half.step(sum, 1, Double.NaN, RATE)).hasMessageContaining("norm NaN");
            assertThatThrownBy(() -> half.restore(1, new float[3], new float[SIZE]))
                    .hasMessageContaining("3 first and 65536 second moments for the 65536 parameters [0, 65536)");
        }
    }

    @Test
    void aValueThatIsNoNumberIsSeenInTheNorm() {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = model(manager);
                Optimizer optimizer = new Optimizer(CONFIG, gpt)) {
            float[] sum = new float[(int) gpt.layout().size()];
            sum[SIZE + 1] = Float.NaN;
            assertThat(optimizer.squares(sum, 1)).startsWith(0, Double.NaN);
            sum[SIZE + 1] = Float.POSITIVE_INFINITY;
            assertThat(Optimizer.norm(optimizer.squares(sum, 1))).isInfinite();
            sum[SIZE + 1] = Float.MAX_VALUE;
            assertThat(Optimizer.norm(optimizer.squares(sum, 1))).isEqualTo(Float.MAX_VALUE);
        }
    }

    private static Outcome whole(OptimizerConfig config, int steps, boolean restored) {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = model(manager)) {
            Optimizer optimizer = new Optimizer(config, gpt);
            Random random = new Random(3);
            List<Double> norms = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                float[] sum = gradient(random, (int) gpt.layout().size());
                norms.add(optimizer.step(sum, MICRO, RATE));
                if (restored) {
                    Optimizer next = new Optimizer(config, gpt);
                    next.restore(optimizer.steps(), optimizer.firstMoments(), optimizer.secondMoments());
                    optimizer.close();
                    optimizer = next;
                }
            }
            Outcome outcome = new Outcome(gpt.parameters(), optimizer.firstMoments(), optimizer.secondMoments(), norms);
            optimizer.close();
            return outcome;
        }
    }

    /** All members on one model: each moves its own part of it. */
    private static Outcome shared(OptimizerConfig config, int steps, int members) {
        try (NDManager manager = TorchEngine.open(1);
                TauGpt gpt = model(manager)) {
            int size = (int) gpt.layout().size();
            Partition partition = new Partition(Optimizer.blocks(config, gpt.layout(), MODEL), members);
            List<Optimizer> optimizers = new ArrayList<>();
            for (int member = 0; member < members; member++) {
                optimizers.add(new Optimizer(config, gpt, partition.from(member), partition.to(member)));
            }
            Random random = new Random(3);
            List<Double> norms = new ArrayList<>();
            for (int step = 0; step < steps; step++) {
                float[] sum = gradient(random, size);
                double norm = Optimizer.norm(optimizers.stream()
                        .flatMapToDouble(optimizer -> Arrays.stream(optimizer.squares(sum, MICRO)))
                        .toArray());
                optimizers.forEach(optimizer -> optimizer.step(sum, MICRO, norm, RATE));
                norms.add(norm);
            }
            float[] first = new float[size];
            float[] second = new float[size];
            for (int member = 0; member < members; member++) {
                float[] part = optimizers.get(member).firstMoments();
                System.arraycopy(part, 0, first, partition.from(member), part.length);
                System.arraycopy(
                        optimizers.get(member).secondMoments(), 0, second, partition.from(member), part.length);
            }
            optimizers.forEach(Optimizer::close);
            return new Outcome(gpt.parameters(), first, second, norms);
        }
    }

    private static TauGpt model(NDManager manager) {
        TauGpt gpt = new TauGpt(MODEL, RandomLaplacian.heads(MODEL, new Random(1)), manager);
        gpt.initialise(3);
        return gpt;
    }

    private static float[] gradient(Random random, int size) {
        float[] sum = new float[size];
        for (int i = 0; i < size; i++) {
            sum[i] = (float) random.nextGaussian();
        }
        return sum;
    }
}
