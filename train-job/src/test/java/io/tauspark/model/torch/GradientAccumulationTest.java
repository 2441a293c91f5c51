package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.Observation;
import io.tauspark.model.Precision;
import io.tauspark.model.torch.OptimizerConfig.Matrices;
import io.tauspark.model.torch.OptimizerConfig.MuonConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every test has the sum on the heap beside it, as workers on processors make it. */
class GradientAccumulationTest {
    private static final OptimizerConfig UNCLIPPED =
            new OptimizerConfig(0.9, 0.95, 1e-8, 0.1, 1e6, 5, null, Matrices.ADAMW, MuonConfig.UNUSED);
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

    private SampleModel sample(ModelConfig model) {
        return new SampleModel(model, Precision.FLOAT32, 21, manager);
    }

    private static float[] gradient(SampleModel sample, int[][] windows) {
        float[] gradient = new float[(int) sample.gpt.layout().size()];
        sample.gpt.gradient(windows, gradient, Observation.NOTHING);
        return gradient;
    }

    @ParameterizedTest
    @EnumSource(AttentionKind.class)
    void ofOneMicroBatchIsItsGradientToTheBit(AttentionKind kind) {
        try (SampleModel sample = sample(SampleModel.shape(kind, KeyWeight.LEARNED));
                GradientAccumulation accumulation = new GradientAccumulation(sample.gpt)) {
            int[][] windows = sample.windows(3, 20);
            float[] expected = gradient(sample, windows);
            // What was there before does not count.
            gradient(sample, sample.windows(3, 20));
            accumulation.add(windows, Observation.NOTHING, 0);
            accumulation.complete();
            float[] found = new float[expected.length];
            accumulation.read(found);
            assertThat(found).isEqualTo(expected);
            assertThat(accumulation.square())
                    .isCloseTo(Optimizer.square(expected, 0, expected.length), within(1e-9 * accumulation.square()));
        }
    }

    @Test
    void aStepAfterOneMicroBatchEndsWithTheSameWeights() {
        try (SampleModel one = sample(TAU);
                SampleModel other = sample(TAU);
                Optimizer onHeap = new Optimizer(UNCLIPPED, one.gpt);
                Optimizer onDevice = new Optimizer(UNCLIPPED, other.gpt);
                GradientAccumulation accumulation = new GradientAccumulation(other.gpt)) {
            for (int step = 0; step < 3; step++) {
                int[][] windows = one.windows(2, 24);
                onHeap.step(gradient(one, windows), 1, 0.01);
                accumulation.add(windows, Observation.NOTHING, 0);
                accumulation.complete();
                accumulation.step(onDevice, 1, Math.sqrt(accumulation.square()), 0.01);
            }
            assertThat(other.gpt.parameters()).isEqualTo(one.gpt.parameters());
        }
    }

    @Test
    void aLongGradientIsShortened() {
        OptimizerConfig clipping =
                new OptimizerConfig(0.9, 0.95, 1e-8, 0.1, 1e-3, 5, null, Matrices.ADAMW, MuonConfig.UNUSED);
        try (SampleModel one = sample(TAU);
                SampleModel other = sample(TAU);
                Optimizer onHeap = new Optimizer(clipping, one.gpt);
                Optimizer onDevice = new Optimizer(clipping, other.gpt);
                GradientAccumulation accumulation = new GradientAccumulation(other.gpt)) {
            int[][] windows = one.windows(2, 24);
            onHeap.step(gradient(one, windows), 1, 0.01);
            accumulation.add(windows, Observation.NOTHING, 0);
            accumulation.complete();
            accumulation.step(onDevice, 1, Math.sqrt(accumulation.square()), 0.01);
            assertThat(onDevice.firstMoments()).containsExactly(onHeap.firstMoments(), within(1e-9f));
        }
    }

    @Test
    void manyMicroBatchesAddUpAndTellWhatEachOfThemTells() {
        int micro = 4;
        try (SampleModel sample = sample(TAU);
                GradientAccumulation accumulation = new GradientAccumulation(sample.gpt)) {
            HeadGradients heads = new HeadGradients(sample.gpt.queryHeads());
            float[] sum = new float[(int) sample.gpt.layout().size()];
            float[] gradient = new float[sum.length];
            List<MicroBatch> expected = new ArrayList<>();
            List<int[][]> batches = new ArrayList<>();
            for (int i = 0; i < micro; i++) {
                batches.add(sample.windows(2, 24));
                expected.add(sample.gpt.gradient(batches.get(i), gradient, Observation.ATTENTION));
                for (int j = 0; j < sum.length; j++) {
                    sum[j] += gradient[j];
                }
            }
            batches.forEach(windows -> accumulation.add(windows, Observation.ATTENTION, 0));
            List<MicroBatch> found = accumulation.complete();
            assertThat(found).hasSize(micro);
            for (int i = 0; i < micro; i++) {
                assertThat(found.get(i).loss()).isEqualTo(expected.get(i).loss());
                assertThat(found.get(i).attention().queries())
                        .isEqualTo(expected.get(i).attention().queries());
                assertThat(found.get(i).attention().values())
                        .isEqualTo(expected.get(i).attention().values());
            }
            accumulation.read(gradient);
            assertThat(gradient).containsExactly(sum, within(1e-6f));
            double[] squares = heads.squares(sum, micro, 0, sum.length);
            double largest = Arrays.stream(squares).max().orElseThrow();
            assertThat(accumulation.squares(heads, micro)).containsExactly(squares, within(1e-5 * largest));
        }
    }

    @Test
    void onlyTheEndOfAStepCrossesToTheHeapAndOnlyOnce() {
        try (SampleModel sample = sample(TAU);
                Optimizer optimizer = new Optimizer(UNCLIPPED, sample.gpt);
                GradientAccumulation accumulation = new GradientAccumulation(sample.gpt)) {
            for (Observation observation : Observation.values()) {
                long before = sample.gpt.crossings().count();
                for (int i = 0; i < 8; i++) {
                    accumulation.add(sample.windows(2, 12), observation, 0);
                }
                assertThat(sample.gpt.crossings().count()).isEqualTo(before);
                accumulation.complete();
                accumulation.step(optimizer, 8, Math.sqrt(accumulation.square()) / 8, 0.01);
                assertThat(sample.gpt.crossings().count()).isEqualTo(before + 1);
            }
        }
    }

    @Test
    void aSumThatWasNeverBegunHasNoEnd() {
        try (SampleModel sample = sample(TAU);
                GradientAccumulation accumulation = new GradientAccumulation(sample.gpt)) {
            assertThatThrownBy(accumulation::complete).isInstanceOf(IllegalStateException.class);
        }
    }
}
