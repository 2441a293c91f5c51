package io.tauspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.tauspark.model.ParameterLayout.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TauGptTest {
    private static final int VOCABULARY = 11;

    private NDManager native1;

    @BeforeEach
    void open() {
        native1 = TorchEngine.open(1);
    }

    @AfterEach
    void close() {
        native1.close();
    }

    @ParameterizedTest
    @EnumSource(KeyWeight.class)
    void matchesTheReferenceInDoublePrecision(KeyWeight keyWeight) {
        int longerThanABlockAndNoMultiple = 75;
        try (Sample sample = new Sample(keyWeight, DataType.FLOAT64, 1)) {
            int[][] windows = sample.windows(2, longerThanABlockAndNoMultiple);
            double[][] found = sample.gpt.tokenLosses(windows);
            for (int i = 0; i < windows.length; i++) {
                assertThat(found[i]).containsExactly(sample.reference().losses(windows[i]), within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyWeight.class)
    void matchesTheReferenceInSinglePrecision(KeyWeight keyWeight) {
        try (Sample sample = new Sample(keyWeight, DataType.FLOAT32, 2)) {
            int[][] windows = sample.windows(2, 33);
            double[][] found = sample.gpt.tokenLosses(windows);
            for (int i = 0; i < windows.length; i++) {
                assertThat(found[i]).containsExactly(sample.reference().losses(windows[i]), within(2e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyWeight.class)
    void gradientMatchesCentralDifferencesForEveryParameter(KeyWeight keyWeight) {
        Random random = new Random(3);
        try (Sample sample = new Sample(keyWeight, DataType.FLOAT64, 3)) {
            int[][] windows = sample.windows(2, 70);
            double[] gradient = sample.gpt.gradientTensor(windows).toDoubleArray();
            for (Slot slot : sample.gpt.layout().slots()) {
                for (int draw = 0; draw < 5; draw++) {
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
    @EnumSource(KeyWeight.class)
    void queryAndKeyProjectionsReceiveGradient(KeyWeight keyWeight) {
        try (Sample sample = new Sample(keyWeight, DataType.FLOAT32, 4)) {
            float[] gradient = new float[(int) sample.gpt.layout().size()];
            sample.gpt.gradient(sample.windows(2, 40), gradient, false);
            for (int layer = 0; layer < sample.model.layers(); layer++) {
                Slot slot = sample.gpt.slot("layers." + layer + ".attention.qkv.weight");
                int third = (int) slot.size() / 3;
                assertThat(norm(gradient, (int) slot.offset(), third))
                        .as("queries")
                        .isGreaterThan(1e-5);
                assertThat(norm(gradient, (int) slot.offset() + third, third))
                        .as("keys")
                        .isGreaterThan(1e-5);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.1, 0.02, TauGpt.LEAST_TEMPERATURE})
    void gradientsAreRightAtEveryTemperature(double temperature) {
        try (Sample sample = new Sample(KeyWeight.LEARNED, DataType.FLOAT64, 5)) {
            int[][] windows = sample.windows(1, 20);
            sample.setAll("attention.log_temperature", Math.log(temperature));
            double[] gradient = sample.gpt.gradientTensor(windows).toDoubleArray();
            Slot slot = sample.gpt.slot("layers.0.attention.qkv.weight");
            for (int index = (int) slot.offset(); index < slot.offset() + 40; index++) {
                double expected = sample.centralDifference(windows, index);
                assertThat(gradient[index]).isCloseTo(expected, within(1e-7 + 1e-4 * Math.abs(expected)));
            }
        }
    }

    @Test
    void oneTokenRepeatedGivesTiesEverywhereAndStaysFinite() {
        try (Sample sample = new Sample(KeyWeight.LEARNED, DataType.FLOAT32, 6)) {
            sample.setAll("attention.log_temperature", Math.log(TauGpt.LEAST_TEMPERATURE));
            int[] same = new int[65];
            Arrays.fill(same, 3);
            float[] gradient = new float[(int) sample.gpt.layout().size()];
            MicroBatch result = sample.gpt.gradient(new int[][] {same}, gradient, false);
            assertThat(result.loss()).isFinite();
            for (float value : gradient) {
                assertThat(Float.isFinite(value)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KeyWeight.class)
    void theFutureDoesNotReachThePast(KeyWeight keyWeight) {
        try (Sample sample = new Sample(keyWeight, DataType.FLOAT32, 7)) {
            int[] window = sample.windows(1, 70)[0];
            int[] changed = window.clone();
            for (int i = 41; i < changed.length; i++) {
                changed[i] = (changed[i] + 1) % VOCABULARY;
            }
            double[] before = sample.gpt.tokenLosses(new int[][] {window})[0];
            double[] after = sample.gpt.tokenLosses(new int[][] {changed})[0];
            assertThat(Arrays.copyOf(after, 40)).isEqualTo(Arrays.copyOf(before, 40));
            assertThat(after[45]).isNotEqualTo(before[45]);
        }
    }

    @Test
    void nextLogitsAgreeWithTheLossOfTheNextToken() {
        try (Sample sample = new Sample(KeyWeight.SLOPE, DataType.FLOAT64, 8)) {
            int[] window = sample.windows(1, 12)[0];
            float[] logits = sample.gpt.nextLogits(Arrays.copyOf(window, 12));
            double sum = 0;
            for (float logit : logits) {
                sum += Math.exp(logit);
            }
            double expected = sample.gpt.tokenLosses(new int[][] {window})[0][11];
            assertThat(Math.log(sum) - logits[window[12]]).isCloseTo(expected, within(1e-5));
        }
    }

    @Test
    void everyLambdaIsCountedOnce() {
        try (Sample sample = new Sample(KeyWeight.LEARNED, DataType.FLOAT32, 9)) {
            int[][] windows = sample.windows(3, 10);
            float[] gradient = new float[(int) sample.gpt.layout().size()];
            long[] counts = sample.gpt.gradient(windows, gradient, true).lambdaCounts();
            int perHead = counts.length / (sample.model.layers() * sample.model.heads());
            for (int i = 0; i < counts.length; i += perHead) {
                assertThat(Arrays.stream(counts, i, i + perHead).sum()).isEqualTo(2L * 3 * 10);
            }
        }
    }

    @Test
    void calibrationPutsHalfOfTheKeysBelowOneHalf() {
        try (Sample sample = new Sample(KeyWeight.LEARNED, DataType.FLOAT32, 10)) {
            int[][] windows = sample.windows(4, 32);
            sample.gpt.calibrate(windows);
            float[] energies = sample.gpt.energies(windows, 1);
            int heads = sample.model.heads();
            int below = 0;
            for (int window = 0; window < 4; window++) {
                for (int t = 0; t < 32; t++) {
                    float energy = energies[energies.length / 2 + (window * heads + 1) * 32 + t];
                    below += energy <= sample.gpt.tau()[heads + 1] ? 1 : 0;
                }
            }
            assertThat(below).isBetween(63, 65);
        }
    }

    private static double norm(float[] values, int start, int length) {
        double square = 0;
        for (int i = start; i < start + length; i++) {
            square += (double) values[i] * values[i];
        }
        return Math.sqrt(square);
    }

    /** A small model with random parameters, none of them zero. */
    private final class Sample implements AutoCloseable {
        final ModelConfig model;
        final List<double[]> laplacians = new ArrayList<>();
        final double[] parameters;
        final double[] tau;
        final TauGpt gpt;
        private final Random random;

        Sample(KeyWeight keyWeight, DataType type, long seed) {
            random = new Random(seed);
            model = new ModelConfig(VOCABULARY, 2, 3, 12, 80, keyWeight, 15);
            for (int head = 0; head < model.heads(); head++) {
                laplacians.add(RandomLaplacian.dense(model.headWidth(), random));
            }
            gpt = new TauGpt(model, laplacians, native1, type);
            parameters = random.doubles(gpt.layout().size(), -0.6, 0.6).toArray();
            tau = random.doubles((long) model.layers() * model.heads(), 0.5, 2).toArray();
            setAll("attention.log_temperature", Math.log(0.1));
            if (type == DataType.FLOAT32) {
                round(parameters);
                round(tau);
            }
            gpt.flatParameters().write(0, parameters);
            float[] narrow = new float[tau.length];
            for (int i = 0; i < tau.length; i++) {
                narrow[i] = (float) tau[i];
                tau[i] = narrow[i];
            }
            gpt.setTau(narrow);
            if (type == DataType.FLOAT32) {
                laplacians.forEach(TauGptTest.this::round);
            }
        }

        void setAll(String name, double value) {
            Slot slot = gpt.slot(name);
            Arrays.fill(parameters, (int) slot.offset(), (int) (slot.offset() + slot.size()), value);
            gpt.flatParameters().write(0, parameters);
        }

        int[][] windows(int count, int tokens) {
            int[][] windows = new int[count][];
            for (int i = 0; i < count; i++) {
                windows[i] = random.ints(tokens + 1, 0, VOCABULARY).toArray();
            }
            return windows;
        }

        ReferenceTauGpt reference() {
            return new ReferenceTauGpt(model, laplacians, parameters, tau);
        }

        double centralDifference(int[][] windows, int index) {
            double step = 1e-6;
            double kept = parameters[index];
            parameters[index] = kept + step;
            double above = loss(windows);
            parameters[index] = kept - step;
            double below = loss(windows);
            parameters[index] = kept;
            return (above - below) / (2 * step);
        }

        private double loss(int[][] windows) {
            return Arrays.stream(windows)
                    .flatMapToDouble(window -> Arrays.stream(reference().losses(window)))
                    .average()
                    .orElseThrow();
        }

        @Override
        public void close() {
            gpt.close();
        }
    }

    private void round(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
    }
}
