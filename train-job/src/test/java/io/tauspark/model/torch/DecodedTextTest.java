package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.tauspark.config.InvalidInput;
import io.tauspark.decode.StateKind;
import io.tauspark.decode.Weights;
import io.tauspark.generate.Decoding;
import io.tauspark.generate.GrowingText;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.LambdaConfig;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.PastConfig;
import io.tauspark.model.Precision;
import io.tauspark.model.Regime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecodedTextTest {
    private static final int LONG = 512;
    private static final int VERY_LONG = 4096;

    /** Pieces of a text that is not looked at token by token. */
    private static final int[] FEWER = {1, 1, 30};

    /** A place in a piece of many tokens at which a document ends. */
    private static final int SEPARATED = 30;

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
    void hasTheLogitsOfAFullPassWhateverThePiecesOfTheText(Variant variant) {
        boolean cold = variant.model().lambda().leastTemperature() < LambdaConfig.PLAIN_TEMPERATURE;
        for (StateKind kind : List.of(StateKind.FLAT, StateKind.EXACT)) {
            try (SampleModel sample = new SampleModel(variant.model(), Precision.FLOAT32, 31, manager);
                    GrowingText text = new Decoding(sample.gpt, kind).begin()) {
                int[] ids = Arrays.copyOf(sample.windows(1, 70)[0], 70);
                ids[SEPARATED] = SampleModel.SEPARATOR;
                for (int piece : new int[] {1, 7, 1, 1, 40, 20}) {
                    int end = text.length() + piece;
                    float[] found = text.append(Arrays.copyOfRange(ids, text.length(), end));
                    float[] expected = sample.gpt.nextLogits(Arrays.copyOf(ids, end));
                    assertThat(found).as(kind + " at " + end).containsExactly(expected, within(cold ? 1e-3f : 1e-4f));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = AttentionKind.class)
    void everyPositionOfATextHasTheLossOfAFullPass(AttentionKind kind) {
        ModelConfig model = Variant.withContext(past(kind), LONG);
        for (StateKind state :
                kind == AttentionKind.TAU ? List.of(StateKind.FLAT, StateKind.EXACT) : List.of(StateKind.FLAT)) {
            everyPosition(model, state, LONG, new int[] {1});
        }
    }

    @ParameterizedTest
    @EnumSource(value = AttentionKind.class)
    void fourThousandTokensHaveTheLossesOfAFullPass(AttentionKind kind) {
        StateKind state = kind == AttentionKind.TAU ? StateKind.EXACT : StateKind.FLAT;
        everyPosition(Variant.withContext(past(kind), VERY_LONG), state, VERY_LONG, FEWER);
    }

    /**
     * A full pass in double precision is what both are compared with: in single precision it adds log-weights up with an error of
     * its own, which the states do not make. What is left of a model in single precision is the rounding of λ over temperature.
     */
    private void everyPosition(ModelConfig model, StateKind state, int tokens, int[] pieces) {
        for (Precision precision : List.of(Precision.FLOAT64, Precision.FLOAT32)) {
            try (SampleModel wide = new SampleModel(model, Precision.FLOAT64, 36, manager);
                    SampleModel sample = new SampleModel(model, precision, 36, manager);
                    GrowingText text = new Decoding(
                                    sample.gpt,
                                    state,
                                    sample.gpt.parameters(),
                                    precision == Precision.FLOAT32,
                                    Weights.FLOAT32)
                            .begin()) {
                int[] ids = wide.windows(1, tokens)[0];
                double[] expected = wide.gpt.tokenLosses(new int[][] {ids})[0];
                boolean single = precision == Precision.FLOAT32;
                double tolerance = single ? 3e-4 : 1e-5;
                for (int piece = 0; text.length() < tokens; piece++) {
                    int end = Math.min(
                            tokens,
                            text.length() + (single ? pieces[piece % pieces.length] : FEWER[piece % FEWER.length]));
                    float[] logits = text.append(Arrays.copyOfRange(ids, text.length(), end));
                    assertThat(loss(logits, ids[end]))
                            .as(precision + " " + state + " at " + end)
                            .isCloseTo(expected[end - 1], within(tolerance));
                }
            }
        }
    }

    /** With weights and temperatures as training has them, and not as wild as those of samples, single precision is enough. */
    @ParameterizedTest
    @EnumSource(value = AttentionKind.class)
    void aModelAsTrainingBeginsItStaysWithinAHundredThousandthOverFourThousandTokens(AttentionKind kind) {
        ModelConfig model = Variant.withContext(past(kind), VERY_LONG);
        try (SampleModel wide = new SampleModel(model, Precision.FLOAT64, 44, manager);
                SampleModel sample = new SampleModel(model, Precision.FLOAT32, 44, manager)) {
            int[] ids = wide.windows(1, VERY_LONG)[0];
            sample.gpt.initialise(44);
            sample.gpt.calibrate(new int[][] {Arrays.copyOf(ids, 257)});
            wide.gpt.setParameters(sample.gpt.parameters());
            wide.gpt.setTau(sample.gpt.tau());
            double[] expected = wide.gpt.tokenLosses(new int[][] {ids})[0];
            try (GrowingText text =
                    new Decoding(sample.gpt, kind == AttentionKind.TAU ? StateKind.EXACT : StateKind.FLAT).begin()) {
                for (int token = 0; token < VERY_LONG; token++) {
                    assertThat(loss(text.append(ids[token]), ids[token + 1]))
                            .as("at " + token)
                            .isCloseTo(expected[token], within(1e-5));
                }
            }
        }
    }

    private static double loss(float[] logits, int target) {
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - logits[target]);
        }
        return Math.log(sum);
    }

    /** A flat state has the window of the context that tensors have. */
    @ParameterizedTest
    @EnumSource(value = AttentionKind.class, mode = EnumSource.Mode.EXCLUDE, names = "REFERENCE")
    void seesTheLastTokensOfALongerTextAsTensorsDo(AttentionKind kind) {
        for (int context : new int[] {4, 9}) {
            try (SampleModel sample =
                            new SampleModel(Variant.withContext(past(kind), context), Precision.FLOAT64, 37, manager);
                    Continuation expected = new Continuation(sample.gpt);
                    GrowingText text = new Decoding(sample.gpt, StateKind.FLAT).begin()) {
                for (int id : sample.windows(1, 150)[0]) {
                    float[] found = text.append(id);
                    assertThat(found).as("at " + text.length()).containsExactly(expected.append(id), within(3e-4f));
                }
            }
        }
    }

    /** Beyond the context sorted runs see what a longer context would let a full pass see. */
    @Test
    void sortedRunsSeeAllOfALongerText() {
        ModelConfig model = past(AttentionKind.TAU);
        try (SampleModel sample = new SampleModel(Variant.withContext(model, 9), Precision.FLOAT32, 38, manager);
                GrowingText text = new Decoding(sample.gpt, StateKind.EXACT).begin()) {
            int[] ids = sample.windows(1, 200)[0];
            assertThat(text.append(ids)).containsExactly(sample.gpt.nextLogits(ids), within(1e-4f));
        }
    }

    @Test
    void aGridInPlaceOfSortedRunsComesCloseAndDoesNotGrow() {
        try (SampleModel sample = new SampleModel(
                        Variant.withContext(past(AttentionKind.TAU), 600), Precision.FLOAT32, 39, manager);
                GrowingText text = new Decoding(sample.gpt, StateKind.GRID).begin()) {
            int[] ids = sample.windows(1, 300)[0];
            assertThat(text.append(ids)).containsExactly(sample.gpt.nextLogits(ids), within(0.1f));
            long bytes = text.bytes();
            text.append(ids);
            assertThat(text.bytes()).isEqualTo(bytes);
        }
    }

    /** An output of 12 inputs is off by at most 12 halves of a step of 1/127 of the largest weight, and so is every layer. */
    @ParameterizedTest
    @EnumSource(value = AttentionKind.class)
    void roundedWeightsComeClose(AttentionKind kind) {
        try (SampleModel sample = new SampleModel(past(kind), Precision.FLOAT32, 42, manager);
                GrowingText text =
                        new Decoding(sample.gpt, StateKind.FLAT, sample.gpt.parameters(), true, Weights.INT8).begin()) {
            int[] ids = Arrays.copyOf(sample.windows(1, 40)[0], 40);
            float[] found = new float[0];
            for (int id : ids) {
                found = text.append(id);
            }
            float[] expected = sample.gpt.nextLogits(ids);
            assertThat(found).containsExactly(expected, within(0.2f));
            assertThat(found).isNotEqualTo(expected);
        }
    }

    @Test
    void tensorsAreNotRounded() {
        try (SampleModel sample = new SampleModel(past(AttentionKind.TAU), Precision.FLOAT32, 43, manager)) {
            assertThatThrownBy(() -> new Decoding(sample.gpt, StateKind.TENSORS, new float[0], true, Weights.INT8))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("weights = int8, but all tokens pass through PyTorch");
        }
    }

    @Test
    void copiesGoOnByThemselves() {
        try (SampleModel sample = new SampleModel(past(AttentionKind.TAU), Precision.FLOAT32, 40, manager);
                GrowingText text = new Decoding(sample.gpt, StateKind.EXACT).begin()) {
            int[] ids = sample.windows(1, 60)[0];
            text.append(ids);
            GrowingText copy = text.copy();
            float[] found = copy.append(3, 4, 5);
            copy.append(ids);
            assertThat(text.append(3, 4, 5)).isEqualTo(found);
            assertThat(text.length()).isEqualTo(ids.length + 3);
        }
    }

    @Test
    void theKindFollowsFromTheContext() {
        ModelConfig model = past(AttentionKind.TAU);
        assertThat(StateKind.AUTO.of(Variant.withContext(model, 64))).isEqualTo(StateKind.FLAT);
        assertThat(StateKind.AUTO.of(Variant.withContext(model, 4096))).isEqualTo(StateKind.EXACT);
        assertThat(StateKind.GRID.of(model)).isEqualTo(StateKind.GRID);
    }

    @Test
    void endsWithTheContextWherePositionsTurnLambda() {
        ModelConfig turned = Variant.withContext(
                Variant.with(
                        SampleModel.shape(AttentionKind.TAU, KeyWeight.LEARNED),
                        Variant.lambda(Regime.KRON, true, null, null),
                        1,
                        3),
                9);
        try (SampleModel sample = new SampleModel(turned, Precision.FLOAT32, 34, manager);
                GrowingText text = new Decoding(sample.gpt, StateKind.EXACT).begin()) {
            text.append(new int[9]);
            assertThatThrownBy(() -> text.append(1)).hasMessageContaining("a text of 10 tokens for a context of 9");
            assertThatThrownBy(text::append).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** More groups than a plan of numbers may be miscounted for. */
    @Test
    void manyLayersAreContinuedByBothWays() {
        ModelConfig deep = Variant.with(past(AttentionKind.TAU), 12, 80);
        try (SampleModel sample = new SampleModel(deep, Precision.FLOAT32, 41, manager);
                Continuation tensors = new Continuation(sample.gpt);
                GrowingText text = new Decoding(sample.gpt, StateKind.FLAT).begin()) {
            int[] ids = sample.windows(1, 20)[0];
            float[] expected = sample.gpt.nextLogits(ids);
            assertThat(tensors.append(ids)).containsExactly(expected, within(1e-4f));
            assertThat(text.append(ids)).containsExactly(expected, within(1e-4f));
        }
    }

    /** Grouped keys, some of which lag and some of which never forget, and a near bias. */
    private static ModelConfig past(AttentionKind kind) {
        ModelConfig plain = SampleModel.shape(kind, KeyWeight.LEARNED);
        PastConfig past = new PastConfig(
                new PastConfig.Delays(List.of(0, 3), List.of(0, 3), List.of(0, 3)),
                List.of(),
                new PastConfig.NearBias(5, 3, 2),
                7,
                List.of(true, false));
        return Variant.with(Variant.with(plain, plain.lambda(), 3, 6), past);
    }
}
