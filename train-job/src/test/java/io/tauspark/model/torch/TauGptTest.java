package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.Observation;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Precision;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TauGptTest {
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

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.Variant#all")
    void matchesTheReferenceInDoublePrecision(Variant variant) {
        int longerThanABlockAndNoMultiple = 45;
        try (SampleModel sample = new SampleModel(variant.model(), Precision.FLOAT64, 1, manager)) {
            int[][] windows = sample.windows(2, longerThanABlockAndNoMultiple);
            double[][] found = sample.gpt.tokenLosses(windows);
            for (int i = 0; i < windows.length; i++) {
                assertThat(found[i]).containsExactly(sample.reference().losses(windows[i]), within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.Variant#all")
    void matchesTheReferenceInSinglePrecision(Variant variant) {
        try (SampleModel sample = new SampleModel(variant.model(), Precision.FLOAT32, 2, manager)) {
            int[][] windows = sample.windows(2, 33);
            double[][] found = sample.gpt.tokenLosses(windows);
            boolean cold = variant.model().lambda().leastTemperature() < LambdaConfig.PLAIN_TEMPERATURE;
            // The rounding of λ weighs as much more as the temperature is lower.
            double tolerance = cold ? 2e-4 : 5e-5;
            for (int i = 0; i < windows.length; i++) {
                assertThat(found[i]).containsExactly(sample.reference().losses(windows[i]), within(tolerance));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.Variant#all")
    void gradientMatchesCentralDifferencesForEveryParameter(Variant variant) {
        Random random = new Random(3);
        try (SampleModel sample = new SampleModel(variant.model(), Precision.FLOAT64, 3, manager)) {
            int[][] windows = sample.windows(1, 45);
            double[] gradient = sample.gradient(windows);
            for (Slot slot : sample.gpt.layout().slots()) {
                for (int draw = 0; draw < 2; draw++) {
                    int index = (int) slot.offset() + random.nextInt((int) slot.size());
                    double expected = sample.centralDifference(windows, index);
                    assertThat(gradient[index])
                            .as(slot.name() + " at " + (index - slot.offset()))
                            .isCloseTo(expected, within(1e-8 + 1e-5 * Math.abs(expected)));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.Variant#all")
    void theFutureDoesNotReachThePast(Variant variant) {
        try (SampleModel sample = new SampleModel(variant.model(), Precision.FLOAT32, 7, manager)) {
            int[] window = sample.windows(1, 70)[0];
            int[] changed = window.clone();
            for (int i = 41; i < changed.length; i++) {
                changed[i] = (changed[i] + 1) % SampleModel.VOCABULARY;
            }
            double[] before = sample.gpt.tokenLosses(new int[][] {window})[0];
            double[] after = sample.gpt.tokenLosses(new int[][] {changed})[0];
            assertThat(Arrays.copyOf(after, 40)).isEqualTo(Arrays.copyOf(before, 40));
            assertThat(after[45]).isNotEqualTo(before[45]);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AttentionKind.class,
            names = {"TAU", "GRID", "REFERENCE"})
    void queryAndKeyProjectionsReceiveGradient(AttentionKind kind) {
        ModelConfig model = SampleModel.shape(kind, KeyWeight.LEARNED);
        try (SampleModel sample = new SampleModel(model, Precision.FLOAT32, 4, manager)) {
            float[] gradient = new float[(int) sample.gpt.layout().size()];
            sample.gpt.gradient(sample.windows(2, 40), gradient, Observation.NOTHING);
            for (int layer = 0; layer < sample.model.layers(); layer++) {
                String name = kind.name().toLowerCase(java.util.Locale.ROOT);
                Slot slot = sample.gpt.layout().slot("layers." + layer + "." + name + ".qkv.weight");
                int third = (int) slot.size() / 3;
                assertThat(norm(gradient, (int) slot.offset(), third))
                        .as("queries")
                        .isGreaterThan(1e-6);
                assertThat(norm(gradient, (int) slot.offset() + third, third))
                        .as("keys")
                        .isGreaterThan(1e-6);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.1, 0.02, LambdaConfig.PLAIN_TEMPERATURE})
    void gradientsAreRightAtEveryTemperature(double temperature) {
        for (AttentionKind kind : List.of(AttentionKind.TAU, AttentionKind.GRID)) {
            ModelConfig model = SampleModel.shape(kind, KeyWeight.LEARNED);
            try (SampleModel sample = new SampleModel(model, Precision.FLOAT64, 5, manager)) {
                int[][] windows = sample.windows(1, 20);
                sample.setTemperatures(temperature);
                double[] gradient = sample.gradient(windows);
                Slot slot = sample.gpt.layout().slots().get(2);
                for (int index = (int) slot.offset(); index < slot.offset() + 40; index++) {
                    double expected = sample.centralDifference(windows, index);
                    assertThat(gradient[index])
                            .as(kind + ", " + slot.name() + " at " + index)
                            .isCloseTo(expected, within(1e-7 + 1e-4 * Math.abs(expected)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AttentionKind.class)
    void oneTokenRepeatedGivesTiesEverywhereAndStaysFinite(AttentionKind kind) {
        ModelConfig model = SampleModel.shape(kind, KeyWeight.LEARNED);
        try (SampleModel sample = new SampleModel(model, Precision.FLOAT32, 6, manager)) {
            sample.setTemperatures(LambdaConfig.PLAIN_TEMPERATURE);
            int[] same = new int[65];
            Arrays.fill(same, 3);
            float[] gradient = new float[(int) sample.gpt.layout().size()];
            MicroBatch result = sample.gpt.gradient(new int[][] {same}, gradient, Observation.NOTHING);
            assertThat(result.loss()).isFinite();
            for (float value : gradient) {
                assertThat(Float.isFinite(value)).isTrue();
            }
        }
    }

    @Test
    void nextLogitsAgreeWithTheLossOfTheNextToken() {
        try (SampleModel sample = new SampleModel(TAU, Precision.FLOAT64, 8, manager)) {
            int[] window = sample.windows(1, 12)[0];
            float[] logits = sample.gpt.nextLogits(Arrays.copyOf(window, 12));
            double sum = 0;
            int likeliest = 0;
            for (int id = 0; id < logits.length; id++) {
                sum += Math.exp(logits[id]);
                likeliest = logits[id] > logits[likeliest] ? id : likeliest;
            }
            double expected = sample.gpt.tokenLosses(new int[][] {window})[0][11];
            assertThat(Math.log(sum) - logits[window[12]]).isCloseTo(expected, within(1e-5));
            int[][] rows = sample.gpt.likeliest(new int[][] {Arrays.copyOf(window, 12)}, 1);
            assertThat(rows[0]).hasSize(12);
            assertThat(rows[0][11]).isEqualTo(likeliest);
        }
    }

    @Test
    void onlyScoredPositionsCount() {
        try (SampleModel sample = new SampleModel(TAU, Precision.FLOAT64, 12, manager)) {
            int[][] windows = sample.windows(2, 9);
            int[][] targets = TokenTensors.targets(windows);
            double expected = (sample.reference().losses(windows[0])[4]
                            + sample.reference().losses(windows[1])[7])
                    / 2;
            for (int i = 0; i < 9; i++) {
                targets[0][i] = i == 4 ? targets[0][i] : TauGpt.UNSCORED;
                targets[1][i] = i == 7 ? targets[1][i] : TauGpt.UNSCORED;
            }
            float[] gradient = new float[(int) sample.gpt.layout().size()];
            double loss = sample.gpt
                    .gradient(TokenTensors.inputs(windows), targets, gradient)
                    .loss();
            assertThat(loss).isCloseTo(expected, within(1e-9));
            Slot down = sample.gpt.layout().slot("layers.1.mlp.down.weight");
            int index = (int) down.offset() + 5;
            double step = 1e-6;
            double kept = sample.parameters[index];
            double[] at = new double[2];
            for (int side = 0; side < 2; side++) {
                sample.parameters[index] = kept + (2 * side - 1) * step;
                at[side] = (sample.reference().losses(windows[0])[4]
                                + sample.reference().losses(windows[1])[7])
                        / 2;
            }
            assertThat((double) gradient[index]).isCloseTo((at[1] - at[0]) / (2 * step), within(1e-6));
        }
    }

    @Test
    void embeddingsOfIdsAtOnePlaceAddUp() {
        int sum = 10;
        int[] parts = {3, 5};
        int nothing = 0;
        int width = TAU.width();
        try (SampleModel sample = new SampleModel(TAU, Precision.FLOAT64, 13, manager)) {
            for (int i = 0; i < width; i++) {
                sample.parameters[nothing * width + i] = 0;
                sample.parameters[sum * width + i] =
                        sample.parameters[parts[0] * width + i] + sample.parameters[parts[1] * width + i];
            }
            sample.gpt.flatParameters().write(0, sample.parameters);
            int[][] plain = {{sum, 1, sum, 2, 7, sum}, {1, 1, 2, sum, 2, 7}};
            int[][] targets = {{4, 1, 0, 9, 10, 2}, {6, 1, TauGpt.UNSCORED, 2, 3, 8}};
            int[][] stacked = Arrays.stream(plain)
                    .map(row -> Arrays.stream(row)
                            .flatMap(id -> id == sum ? Arrays.stream(parts) : IntStream.of(nothing, id))
                            .toArray())
                    .toArray(int[][]::new);
            float[] expected = new float[sample.parameters.length];
            float[] found = new float[expected.length];
            double loss = sample.gpt.gradient(plain, targets, expected).loss();
            assertThat(sample.gpt.gradient(stacked, targets, found).loss()).isCloseTo(loss, within(1e-12));
            for (int part : parts) {
                assertThat(Arrays.copyOfRange(found, part * width, (part + 1) * width))
                        .containsExactly(Arrays.copyOfRange(expected, sum * width, (sum + 1) * width), within(1e-7f));
            }
            int embedding = SampleModel.VOCABULARY * width;
            assertThat(Arrays.copyOfRange(found, embedding, found.length))
                    .containsExactly(Arrays.copyOfRange(expected, embedding, expected.length), within(1e-7f));
            assertThat(sample.gpt.likeliest(stacked, 2)).isDeepEqualTo(sample.gpt.likeliest(plain, 1));
            sample.gpt.calibrate(stacked, 2);
            float[] tau = sample.gpt.tau();
            sample.gpt.calibrate(plain, 1);
            assertThat(tau).containsExactly(sample.gpt.tau(), within(1e-6f));
        }
    }

    @Test
    void calibrationPutsHalfOfTheKeysBelowOneHalf() {
        try (SampleModel sample = new SampleModel(TAU, Precision.FLOAT32, 10, manager)) {
            int[][] windows = sample.windows(4, 32);
            sample.gpt.calibrate(windows);
            float[] keys = sample.gpt.energies(TokenTensors.inputs(windows), 1, 1, 1)[1];
            int heads = TAU.heads().tau();
            int below = 0;
            for (int window = 0; window < 4; window++) {
                for (int t = 0; t < 32; t++) {
                    float energy = keys[(window * heads + 1) * 32 + t];
                    below += energy <= sample.gpt.tau()[heads + 1] ? 1 : 0;
                }
            }
            assertThat(below).isBetween(63, 65);
        }
    }

    @Test
    void calibrationLeavesFixedValuesAlone() {
        ModelConfig fixed = Variant.with(TAU, Variant.lambda(Regime.KRON, false, 0.3, 0.7), 1, 3);
        try (SampleModel sample = new SampleModel(fixed, Precision.FLOAT32, 11, manager)) {
            sample.gpt.calibrate(sample.windows(2, 16));
            assertThat(sample.gpt.headTemperatures()).hasSize(6).containsOnly(0.3);
            assertThat(sample.gpt.tau()).hasSize(6).containsOnly(0.7f);
        }
    }

    @ParameterizedTest
    @EnumSource(AttentionKind.class)
    void bfloat16StaysCloseToSinglePrecision(AttentionKind kind) {
        ModelConfig model = SampleModel.shape(kind, KeyWeight.LEARNED);
        try (SampleModel single = new SampleModel(model, Precision.FLOAT32, 13, manager);
                SampleModel half = new SampleModel(model, Precision.BFLOAT16, 13, manager)) {
            int[][] windows = single.windows(2, 70);
            double[] exact = single.gradient(windows);
            double[] rounded = half.gradient(windows);
            double product = 0;
            double squares = 0;
            double others = 0;
            for (int i = 0; i < exact.length; i++) {
                product += exact[i] * rounded[i];
                squares += exact[i] * exact[i];
                others += rounded[i] * rounded[i];
            }
            // bfloat16 keeps 8 bits: products are off by up to 0.4 %, which the random signs of the sample average out.
            assertThat(product / Math.sqrt(squares * others)).isGreaterThan(0.98);
            assertThat(exact).isNotEqualTo(rounded);
            assertThat(half.gpt.tokenLosses(windows)[0][69])
                    .isCloseTo(single.gpt.tokenLosses(windows)[0][69], within(0.2));
        }
    }

    @Test
    void dropoutDropsItsShareTheSameWayForTheSameSeed() {
        ModelConfig model = new ModelConfig(
                SampleModel.VOCABULARY,
                false,
                1,
                12,
                4,
                80,
                0.25,
                15,
                List.of(List.of(AttentionKind.TAU)),
                new HeadCounts(3, 3, 3, 3, 3),
                1,
                KeyWeight.LEARNED,
                TAU.lambda(),
                PastConfig.PLAIN,
                ShortcutConfig.NONE,
                MemoryConfig.PLAIN);
        try (SampleModel sample = new SampleModel(model, Precision.FLOAT32, 14, manager)) {
            int[][] windows = sample.windows(2, 30);
            float[] gradient = new float[(int) sample.gpt.layout().size()];
            double without =
                    sample.gpt.gradient(windows, gradient, Observation.NOTHING).loss();
            double one = sample.gpt
                    .gradient(windows, gradient, Observation.NOTHING, 1)
                    .loss();
            float[] first = gradient.clone();
            assertThat(sample.gpt
                            .gradient(windows, gradient, Observation.NOTHING, 1)
                            .loss())
                    .isEqualTo(one);
            assertThat(gradient).isEqualTo(first);
            assertThat(sample.gpt
                            .gradient(windows, gradient, Observation.NOTHING, 2)
                            .loss())
                    .isNotEqualTo(one);
            assertThat(one).isNotEqualTo(without);
        }
    }

    private static double norm(float[] values, int start, int length) {
        double square = 0;
        for (int i = start; i < start + length; i++) {
            square += (double) values[i] * values[i];
        }
        return Math.sqrt(square);
    }
}
