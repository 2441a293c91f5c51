package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.tauspark.memory.Taumode;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.KeyHead;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Precision;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibratedTauTest {
    private static final ModelConfig TAU = SampleModel.shape(AttentionKind.TAU, KeyWeight.LEARNED);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.open(1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void isTheMedianEnergyOfEachHeadsKeysAndLeavesTheModelAsItWas() {
        try (SampleModel sample = new SampleModel(TAU, Precision.FLOAT32, 1, manager)) {
            int[][] windows = sample.windows(3, 20);
            float[] before = sample.gpt.tau();
            float[] parameters = sample.gpt.parameters();
            float[] found = sample.gpt.calibratedTau(windows);
            assertThat(sample.gpt.tau()).isEqualTo(before);
            assertThat(sample.gpt.parameters()).isEqualTo(parameters);
            sample.gpt.setTau(found);
            int heads = TAU.heads().tau();
            for (int layer = 0; layer < TAU.layers(); layer++) {
                float[] keys = sample.gpt.energies(TokenTensors.inputs(windows), 1, layer, layer)[1];
                for (int head = 0; head < heads; head++) {
                    assertThat((double) found[layer * heads + head])
                            .isCloseTo(median(keys, windows.length, heads, head), within(1e-5));
                }
            }
        }
    }

    @Test
    void isWhatCalibrationSetsOnceItsTemperaturesAreThere() {
        try (SampleModel sample = new SampleModel(TAU, Precision.FLOAT32, 2, manager)) {
            int[][] windows = sample.windows(3, 20);
            sample.gpt.calibrate(windows);
            float[] set = sample.gpt.tau();
            float[] drifted = set.clone();
            for (int i = 0; i < drifted.length; i++) {
                drifted[i] *= 3;
            }
            sample.gpt.setTau(drifted);
            assertThat(sample.gpt.calibratedTau(windows)).isEqualTo(set);
        }
    }

    @Test
    void keepsATauThatIsFixed() {
        ModelConfig fixed = Variant.with(TAU, Variant.lambda(Regime.KRON, false, null, 0.7), 1, 3);
        try (SampleModel sample = new SampleModel(fixed, Precision.FLOAT32, 3, manager)) {
            assertThat(sample.gpt.calibratedTau(sample.windows(2, 16))).isEqualTo(sample.gpt.tau());
        }
        assertThat(KeyHead.of(fixed)).hasSize(6).noneMatch(KeyHead::calibrated);
        assertThat(KeyHead.of(TAU)).hasSize(6).allMatch(KeyHead::calibrated);
        assertThat(KeyHead.of(SampleModel.shape(AttentionKind.DOT, KeyWeight.NONE)))
                .isEmpty();
    }

    @Test
    void movesTheHeadsOfAMixedStackThatMayMove() {
        ModelConfig mixed = new ModelConfig(
                SampleModel.VOCABULARY,
                false,
                2,
                12,
                4,
                80,
                0,
                15,
                List.of(
                        List.of(AttentionKind.REFERENCE, AttentionKind.TAU, AttentionKind.DOT),
                        List.of(AttentionKind.MEAN, AttentionKind.GRID, AttentionKind.TAU)),
                new HeadCounts(3, 3, 3, 3, 3),
                1,
                KeyWeight.LEARNED,
                TAU.lambda(),
                PastConfig.PLAIN,
                ShortcutConfig.NONE,
                MemoryConfig.PLAIN);
        assertThat(KeyHead.of(mixed))
                .containsExactly(
                        new KeyHead(0, false), new KeyHead(0, true), new KeyHead(1, true), new KeyHead(1, true));
        try (SampleModel sample = new SampleModel(mixed, Precision.FLOAT32, 4, manager)) {
            float[] before = sample.gpt.tau();
            float[] found = sample.gpt.calibratedTau(sample.windows(2, 16));
            assertThat(found[0]).isEqualTo(before[0]);
            for (int head = 1; head < 4; head++) {
                assertThat(found[head]).isNotEqualTo(before[head]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AttentionKind.class,
            names = {"TAU", "GRID"})
    void theFutureDoesNotReachThePastRightAfterItIsSet(AttentionKind kind) {
        ModelConfig model = SampleModel.shape(kind, KeyWeight.LEARNED);
        try (SampleModel sample = new SampleModel(model, Precision.FLOAT32, 5, manager)) {
            int[] window = sample.windows(1, 70)[0];
            int[] changed = window.clone();
            for (int i = 41; i < changed.length; i++) {
                changed[i] = (changed[i] + 1) % SampleModel.VOCABULARY;
            }
            double[] old = sample.gpt.tokenLosses(new int[][] {window})[0];
            sample.gpt.setTau(sample.gpt.calibratedTau(sample.windows(2, 70)));
            double[] before = sample.gpt.tokenLosses(new int[][] {window})[0];
            double[] after = sample.gpt.tokenLosses(new int[][] {changed})[0];
            assertThat(before).isNotEqualTo(old);
            assertThat(Arrays.copyOf(after, 40)).isEqualTo(Arrays.copyOf(before, 40));
            assertThat(after[45]).isNotEqualTo(before[45]);
        }
    }

    private static double median(float[] keys, int rows, int heads, int head) {
        int tokens = keys.length / rows / heads;
        double[] mine = new double[rows * tokens];
        for (int i = 0; i < mine.length; i++) {
            mine[i] = keys[(i / tokens * heads + head) * tokens + i % tokens];
        }
        return Taumode.median(mine);
    }
}
