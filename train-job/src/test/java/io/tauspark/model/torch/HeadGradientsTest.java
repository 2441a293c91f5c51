package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.model.AttentionKind;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.Blocks;
import io.tauspark.model.HeadCounts;
import io.tauspark.model.HeadGroup;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.LaplacianSource;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.Partition;
import io.tauspark.model.PastConfig;
import io.tauspark.model.QueryHead;
import io.tauspark.model.Regime;
import io.tauspark.model.ShortcutConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadGradientsTest {
    private static final int MICRO = 4;
    private static final int FEATURES = 5;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @ParameterizedTest
    @MethodSource("io.tauspark.model.torch.Variant#all")
    void normsAreThoseOfTheRowsOfEachHead(Variant variant) {
        ModelConfig model = variant.model();
        ParameterLayout layout = ParameterLayout.of(model, FEATURES);
        List<QueryHead> heads = QueryHead.of(model, FEATURES);
        float[] sum = gradient(layout);
        HeadGradients gradients = new HeadGradients(heads);
        HeadGradients.Norms norms = gradients.norms(gradients.squares(sum, MICRO, 0, sum.length));
        int number = 0;
        for (int layer = 0; layer < model.layers(); layer++) {
            for (HeadGroup group : AttentionStack.of(model).get(layer)) {
                for (int head = 0; head < group.heads(); head++) {
                    QueryHead found = heads.get(number++);
                    if (group.kind() == AttentionKind.MEAN) {
                        assertThat(found.projections()).isNull();
                        continue;
                    }
                    ParameterLayout.Slot slot = layout.slot(ParameterLayout.prefix(layer, group) + "qkv.weight");
                    int key = group.heads() + head * group.keyHeads() / group.heads();
                    assertThat(norms.ofQueries(List.of(found))).isCloseTo(norm(sum, slot, head, group), within(1e-9));
                    assertThat(norms.ofKeys(List.of(found))).isCloseTo(norm(sum, slot, key, group), within(1e-9));
                }
            }
        }
    }

    /** Norm of the mean gradient of the D rows of one head. */
    private static double norm(float[] sum, ParameterLayout.Slot slot, int head, HeadGroup group) {
        int width = slot.shape().get(1).intValue();
        double square = 0;
        for (int row = head * group.width(); row < (head + 1) * group.width(); row++) {
            for (int column = 0; column < width; column++) {
                square += Math.pow((double) sum[(int) slot.offset() + row * width + column] / MICRO, 2);
            }
        }
        return Math.sqrt(square);
    }

    @Test
    void keysThatHeadsShareCountOnce() {
        ModelConfig plain = SampleModel.shape(AttentionKind.TAU, KeyWeight.NONE);
        ModelConfig shared = Variant.with(plain, plain.lambda(), 3, 6);
        List<QueryHead> heads = QueryHead.of(shared, FEATURES);
        float[] sum = gradient(ParameterLayout.of(shared, FEATURES));
        HeadGradients gradients = new HeadGradients(heads);
        HeadGradients.Norms norms = gradients.norms(gradients.squares(sum, MICRO, 0, sum.length));
        List<QueryHead> layer = heads.subList(0, 6);
        assertThat(norms.ofKeys(layer))
                .isCloseTo(
                        Math.hypot(norms.ofKeys(layer.subList(0, 1)), norms.ofKeys(layer.subList(5, 6))), within(1e-9));
    }

    @Test
    void allWorkersTogetherFindTheSameBitsWhateverTheirNumber() {
        ModelConfig large = new ModelConfig(
                300,
                true,
                2,
                384,
                4,
                8,
                0,
                0,
                List.of(List.of(AttentionKind.DOT)),
                new HeadCounts(6, 6, 6, 6, 6),
                1,
                KeyWeight.NONE,
                new LambdaConfig(
                        Regime.KRON, false, null, null, 7, LaplacianSource.MEMORY, LambdaConfig.PLAIN_TEMPERATURE),
                PastConfig.PLAIN,
                ShortcutConfig.NONE,
                MemoryConfig.PLAIN);
        float[] sum = gradient(ParameterLayout.of(large, 0));
        assertThat(sum.length).isGreaterThan(8 * Blocks.SIZE);
        HeadGradients gradients = new HeadGradients(QueryHead.of(large, 0));
        double[] alone = gradients.squares(sum, MICRO, 0, sum.length);
        for (int members : new int[] {2, 4, 8}) {
            Partition partition = new Partition(Blocks.even(sum.length), members);
            double[] together = new double[alone.length];
            for (int member = 0; member < members; member++) {
                float[] own = share(sum, partition.from(member), partition.to(member));
                double[] part = gradients.squares(own, MICRO, partition.from(member), partition.to(member));
                Arrays.setAll(together, i -> together[i] + part[i]);
            }
            assertThat(together).as("seed %d, %d members", seed, members).isEqualTo(alone);
        }
    }

    /** What a worker has of the sum: others' values are not what it may read. */
    private static float[] share(float[] sum, int from, int to) {
        float[] own = new float[sum.length];
        Arrays.fill(own, Float.NaN);
        System.arraycopy(sum, from, own, from, to - from);
        return own;
    }

    private float[] gradient(ParameterLayout layout) {
        float[] values = new float[(int) layout.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
