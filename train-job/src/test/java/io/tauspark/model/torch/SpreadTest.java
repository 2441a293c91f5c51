package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.MemoryConfig;
import io.tauspark.model.MemoryConfig.Use;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.model.Precision;
import io.tauspark.model.TermSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final ModelConfig MODEL = Variant.with(
            SampleModel.shape(AttentionKind.MEAN, KeyWeight.LEARNED),
            new MemoryConfig(
                    List.of(Use.SPREAD),
                    TermSource.MEMORY,
                    new MemoryConfig.Spread(MemoryConfig.Factors.LAPLACIAN, 5, TermSource.MEMORY)));

    /** Several of the blocks that activation is computed in, and no multiple of them. */
    private static final int LONG = 300;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = TorchEngine.open(1);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A text whose documents end where the state of a block begins, within a block, and right after another. */
    private static int[][] window(SampleModel sample, boolean one) {
        int[] window = sample.windows(1, LONG)[0];
        for (int i = 0; i < window.length; i++) {
            window[i] = window[i] == SampleModel.SEPARATOR ? SampleModel.SEPARATOR + 1 : window[i];
        }
        if (!one) {
            for (int end : List.of(40, 128, 129, 255)) {
                window[end] = SampleModel.SEPARATOR;
            }
        }
        return new int[][] {window};
    }

    @Test
    void activationPassesFromBlockToBlock() {
        for (boolean one : new boolean[] {true, false}) {
            try (SampleModel sample = new SampleModel(MODEL, Precision.FLOAT64, 41, manager)) {
                setOdds(sample, 4);
                int[][] window = window(sample, one);
                assertThat(sample.gpt.tokenLosses(window)[0])
                        .containsExactly(sample.reference().losses(window[0]), within(1e-9));
            }
        }
    }

    @Test
    void gradientPassesFromBlockToBlock() {
        try (SampleModel sample = new SampleModel(MODEL, Precision.FLOAT64, 42, manager)) {
            setOdds(sample, 4);
            int[][] window = window(sample, false);
            double[] gradient = sample.gradient(window);
            for (String name : List.of(ParameterLayout.SPREAD_ODDS, ParameterLayout.SPREAD_WEIGHTS)) {
                Slot slot = sample.gpt.layout().slot(name);
                for (int i = (int) slot.offset(); i < slot.offset() + slot.size(); i++) {
                    double expected = sample.centralDifference(window, i);
                    assertThat(gradient[i]).isCloseTo(expected, within(1e-8 + 1e-5 * Math.abs(expected)));
                }
            }
        }
    }

    @Test
    void nothingOfADocumentReachesTheNext() {
        try (SampleModel sample = new SampleModel(MODEL, Precision.FLOAT64, 43, manager)) {
            // Without attention only activation could tell of another document.
            Slot out = sample.gpt.layout().slot("layers.0.out.weight");
            Arrays.fill(sample.parameters, (int) out.offset(), (int) (out.offset() + out.size()), 0);
            Slot second = sample.gpt.layout().slot("layers.1.out.weight");
            Arrays.fill(sample.parameters, (int) second.offset(), (int) (second.offset() + second.size()), 0);
            setOdds(sample, 30);
            int[][] window = window(sample, false);
            double[] before = sample.gpt.tokenLosses(window)[0];
            window[0][100] = (window[0][100] + 1) % SampleModel.SEPARATOR;
            double[] after = sample.gpt.tokenLosses(window)[0];
            assertThat(after[120]).isNotEqualTo(before[120]);
            assertThat(Arrays.copyOfRange(after, 128, LONG)).isEqualTo(Arrays.copyOfRange(before, 128, LONG));
        }
    }

    @Test
    void aModelThatSpreadsIsNotMadeWithoutFactors() {
        assertThatThrownBy(() -> new TauGpt(MODEL, HeadLaplacians.none(), manager))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("spreads along 5 factors");
    }

    private static void setOdds(SampleModel sample, double odds) {
        int place = (int) sample.gpt.layout().slot(ParameterLayout.SPREAD_ODDS).offset();
        sample.parameters[place] = odds;
        sample.setTemperatures(0.1);
    }
}
