package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.Observation;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose heads with λ are computed through the code of cells; the kernel alone is in {@link AttentionKernelTest}. */
class LambdaKernelTest {
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.open(1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Variants of which at least one group of heads is computed through the code. */
    static Stream<Variant> coded() {
        return Variant.all().filter(variant -> LambdaKernel.CELLS.serves(variant.model()));
    }

    @ParameterizedTest
    @MethodSource("coded")
    void lossesAndGradientsAreThoseOfPlainArithmetic(Variant variant) {
        Random random = new Random(3);
        try (SampleModel sample = sample(variant.model(), Precision.FLOAT64, 3)) {
            int[][] windows = sample.windows(1, 45);
            assertThat(sample.gpt.tokenLosses(windows)[0])
                    .containsExactly(sample.reference().losses(windows[0]), within(1e-9));
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
    @MethodSource("coded")
    void theFutureDoesNotReachThePast(Variant variant) {
        try (SampleModel sample = sample(variant.model(), Precision.FLOAT32, 7)) {
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
    @ValueSource(doubles = {1, 0.1, 0.02, LambdaConfig.PLAIN_TEMPERATURE})
    void gridIsTheSameThroughTheCode(double temperature) {
        for (Variant variant : coded().filter(LambdaKernelTest::isGrid).toList()) {
            try (SampleModel coded = sample(variant.model(), Precision.FLOAT64, 5);
                    SampleModel exact = new SampleModel(variant.model(), Precision.FLOAT64, 5, manager)) {
                coded.setTemperatures(temperature);
                exact.setTemperatures(temperature);
                int[][] windows = exact.windows(2, 70);
                assertThat(coded.gpt.tokenLosses(windows)[1])
                        .containsExactly(exact.gpt.tokenLosses(windows)[1], within(1e-12));
                double[] gradient = exact.gradient(windows);
                assertThat(distance(coded.gradient(windows), gradient)).isLessThan(1e-11);
            }
        }
    }

    private static boolean isGrid(Variant variant) {
        return AttentionStack.of(variant.model()).stream()
                .flatMap(List::stream)
                .noneMatch(group -> group.kind() == AttentionKind.TAU);
    }

    /** The weights of the last query, which with one-hot values are the result, say what its logits are but for a constant. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 0.1, 0.02, LambdaConfig.PLAIN_TEMPERATURE})
    void noLogitOfTauIsOffByMoreThanTheBound(double temperature) {
        int tokens = 64;
        Random random = new Random(9);
        double bound = 1 / (2 * LambdaKernel.OF_TAU * temperature);
        double most = 0;
        for (int draw = 0; draw < 50; draw++) {
            double[] keys = random.doubles(tokens, 0.4, 0.45).toArray();
            double[] queries = new double[tokens];
            Arrays.fill(queries, 0.4 + 0.05 * random.nextDouble());
            double[] unit = new double[tokens * tokens];
            for (int i = 0; i < tokens; i++) {
                unit[i * tokens + i] = 1;
            }
            double[] lower = new double[tokens];
            try (NDManager scope = manager.newSubManager()) {
                NDArray result = TorchProgram.ofTauGpt()
                        .call(
                                scope,
                                "cells_attention",
                                scope.create(queries, new Shape(1, tokens)),
                                scope.create(keys, new Shape(1, tokens)),
                                scope.create(new double[] {1 / temperature}),
                                scope.create(new double[tokens], new Shape(1, tokens)),
                                scope.create(unit, new Shape(1, tokens, tokens)),
                                scope.zeros(new Shape(1, 0), DataType.FLOAT64),
                                false,
                                LambdaKernel.OF_TAU)[0];
                double[] weights = Arrays.copyOfRange(result.toDoubleArray(), (tokens - 1) * tokens, tokens * tokens);
                Arrays.setAll(lower, j -> -Math.abs(queries[0] - keys[j]) / temperature - Math.log(weights[j]));
            }
            double least = Arrays.stream(lower).min().orElseThrow();
            double largest = Arrays.stream(lower).max().orElseThrow();
            assertThat(largest - least).isLessThanOrEqualTo(bound + 1e-9);
            most = Math.max(most, largest - least);
        }
        assertThat(most).isGreaterThan(0.8 * bound);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.3, 0.1})
    void bfloat16CostsWhatItCostsTheExactKernel(double temperature) {
        for (AttentionKind kind : List.of(AttentionKind.TAU, AttentionKind.GRID)) {
            ModelConfig model = SampleModel.shape(kind, KeyWeight.LEARNED);
            // What bfloat16 costs is the rounding of queries and keys before λ, the more the colder.
            assertThat(halfError(model, temperature, LambdaKernel.CELLS))
                    .isLessThan(0.01 + 2 * halfError(model, temperature, LambdaKernel.EXACT));
        }
    }

    /** Error of a gradient in bfloat16. */
    private double halfError(ModelConfig model, double temperature, LambdaKernel kernel) {
        try (SampleModel plain = new SampleModel(model, Precision.FLOAT64, kernel, 13, manager);
                SampleModel half = new SampleModel(model, Precision.BFLOAT16, kernel, 13, manager)) {
            plain.setTemperatures(temperature);
            half.setTemperatures(temperature);
            int[][] windows = plain.windows(4, 70);
            return distance(half.gradient(windows), plain.gradient(windows));
        }
    }

    @Test
    void aShortTrainingGoesTheSameWay() {
        for (AttentionKind kind : List.of(AttentionKind.TAU, AttentionKind.GRID)) {
            ModelConfig model = SampleModel.shape(kind, KeyWeight.LEARNED);
            double[] exact = losses(model, LambdaKernel.EXACT);
            assertThat(exact[exact.length - 1]).isLessThan(exact[0] - 0.1);
            // At a temperature of 0.1 a logit is lower by 0.08 at most.
            assertThat(losses(model, LambdaKernel.CELLS))
                    .containsExactly(exact, within(kind == AttentionKind.GRID ? 1e-6 : 0.02));
        }
    }

    /** Statistics are of the exact weights; the second layer sees what the first one made through the code. */
    @Test
    void statisticsOfTheFirstLayerAreTheExactOnes() {
        for (AttentionKind kind : List.of(AttentionKind.TAU, AttentionKind.GRID)) {
            ModelConfig model = SampleModel.shape(kind, KeyWeight.LEARNED);
            try (SampleModel coded = sample(model, Precision.FLOAT64, 17);
                    SampleModel exact = new SampleModel(model, Precision.FLOAT64, 17, manager)) {
                int[][] windows = exact.windows(2, 50);
                double[] expected = attention(exact, windows);
                assertThat(attention(coded, windows)).containsExactly(expected, within(1e-9));
            }
        }
    }

    private static double[] attention(SampleModel sample, int[][] windows) {
        float[] gradient = new float[Math.toIntExact(sample.gpt.layout().size())];
        double[] all = sample.gpt
                .gradient(windows, gradient, Observation.ATTENTION)
                .attention()
                .values();
        return Arrays.copyOf(all, all.length / sample.model.layers());
    }

    /** Losses of plain gradient descent on one batch. */
    private double[] losses(ModelConfig model, LambdaKernel kernel) {
        double[] losses = new double[30];
        try (SampleModel sample = new SampleModel(model, Precision.FLOAT64, kernel, 21, manager)) {
            int[][] windows = sample.windows(2, 70);
            for (int step = 0; step < losses.length; step++) {
                double[] gradient = sample.gradient(windows);
                losses[step] = Arrays.stream(sample.gpt.tokenLosses(windows))
                        .flatMapToDouble(Arrays::stream)
                        .average()
                        .orElseThrow();
                for (int i = 0; i < gradient.length; i++) {
                    sample.parameters[i] -= 0.02 * gradient[i];
                }
                sample.gpt.flatParameters().write(0, sample.parameters);
            }
        }
        return losses;
    }

    private SampleModel sample(ModelConfig model, Precision precision, long seed) {
        return new SampleModel(model, precision, LambdaKernel.CELLS, seed, manager);
    }

    /** Length of the difference, as a share of the length of what is expected. */
    private static double distance(double[] found, double[] expected) {
        double squares = 0;
        double all = 0;
        for (int i = 0; i < found.length; i++) {
            squares += Math.pow(found[i] - expected[i], 2);
            all += expected[i] * expected[i];
        }
        return Math.sqrt(squares / all);
    }
}
