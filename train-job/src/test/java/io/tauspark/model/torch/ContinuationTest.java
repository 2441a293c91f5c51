package io.tauspark.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
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

class ContinuationTest {
    /** Long enough for a context of 9 tokens to have forgotten most of it, and kept anew. */
    private static final int LONG = 150;

    private static final int SHORT_CONTEXT = 9;

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
        for (Precision precision : List.of(Precision.FLOAT64, Precision.FLOAT32)) {
            try (SampleModel sample = new SampleModel(variant.model(), precision, 31, manager);
                    Continuation text = new Continuation(sample.gpt)) {
                int[] ids = Arrays.copyOf(sample.windows(1, 60)[0], 60);
                boolean cold = variant.model().lambda().leastTemperature() < LambdaConfig.PLAIN_TEMPERATURE;
                // Logits are read in single precision. The rounding of λ weighs as much more as a temperature is lower.
                double tolerance = precision == Precision.FLOAT64 ? 2e-6 : cold ? 1e-3 : 1e-4;
                for (int piece : new int[] {1, 7, 1, 1, 30, 20}) {
                    int end = text.length() + piece;
                    float[] found = text.append(Arrays.copyOfRange(ids, text.length(), end));
                    float[] expected = sample.gpt.nextLogits(Arrays.copyOf(ids, end));
                    assertThat(found).as(precision + " at " + end).containsExactly(expected, within((float) tolerance));
                }
            }
        }
    }

    @Test
    void goesOnInAModelOfManyLayers() {
        ModelConfig deep = Variant.with(SampleModel.shape(AttentionKind.TAU, KeyWeight.LEARNED), 12, 80);
        try (SampleModel sample = new SampleModel(deep, Precision.FLOAT64, 34, manager);
                Continuation text = new Continuation(sample.gpt)) {
            int[] ids = Arrays.copyOf(sample.windows(1, 12)[0], 12);
            text.append(Arrays.copyOf(ids, 5));
            assertThat(text.append(Arrays.copyOfRange(ids, 5, 12)))
                    .containsExactly(sample.gpt.nextLogits(ids), within(2e-6f));
        }
    }

    /** A window of as many tokens in every layer is what a dot product over the whole of a context becomes. */
    @Test
    void seesItsContextInEveryLayerOnceTheTextIsLonger() {
        ModelConfig whole = Variant.withContext(SampleModel.shape(AttentionKind.DOT, KeyWeight.LEARNED), SHORT_CONTEXT);
        ModelConfig windowed =
                Variant.with(SampleModel.shape(AttentionKind.LOCAL, KeyWeight.LEARNED), window(SHORT_CONTEXT));
        try (SampleModel sample = new SampleModel(whole, Precision.FLOAT64, 32, manager);
                SampleModel reference = new SampleModel(windowed, Precision.FLOAT64, 32, manager);
                Continuation text = new Continuation(sample.gpt)) {
            assertThat(reference.gpt.parameters()).isEqualTo(sample.gpt.parameters());
            int[] ids = Arrays.copyOf(sample.windows(1, LONG)[0], LONG);
            for (int length = 1; length <= LONG; length++) {
                float[] found = text.append(ids[length - 1]);
                if (length % 10 == 0) {
                    assertThat(found)
                            .as("at " + length)
                            .containsExactly(reference.gpt.nextLogits(Arrays.copyOf(ids, length)), within(2e-6f));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = AttentionKind.class, mode = EnumSource.Mode.EXCLUDE, names = "REFERENCE")
    void forgettingTheOldestTokensChangesNothing(AttentionKind kind) {
        ModelConfig model = Variant.withContext(
                Variant.with(
                        SampleModel.shape(kind, KeyWeight.LEARNED),
                        new PastConfig(
                                new PastConfig.Delays(List.of(0, 3), List.of(0, 3), List.of(0, 3)),
                                List.of(),
                                new PastConfig.NearBias(4, 3, 2),
                                7,
                                List.of(true, false))),
                SHORT_CONTEXT);
        try (SampleModel sample = new SampleModel(model, Precision.FLOAT64, 33, manager);
                Continuation bit = new Continuation(sample.gpt);
                Continuation once = new Continuation(sample.gpt)) {
            int[] ids = Arrays.copyOf(sample.windows(1, LONG)[0], LONG);
            float[] found = new float[0];
            for (int id : ids) {
                found = bit.append(id);
            }
            assertThat(found).containsExactly(once.append(ids), within(2e-6f));
            assertThat(bit.length()).isEqualTo(once.length()).isEqualTo(LONG);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AttentionKind.class,
            names = {"GRID", "MEAN", "LOCAL"})
    void whatIsKeptOfSumsAndWindowsDoesNotGrow(AttentionKind kind) {
        ModelConfig model = Variant.with(
                SampleModel.shape(kind, KeyWeight.LEARNED),
                new PastConfig(
                        new PastConfig.Delays(List.of(0), List.of(0, 2), List.of(0)),
                        List.of(),
                        new PastConfig.NearBias(5, 3, 2),
                        7,
                        List.of(true)));
        try (SampleModel sample = new SampleModel(model, Precision.FLOAT32, 35, manager);
                Continuation text = new Continuation(sample.gpt)) {
            text.append(sample.windows(1, 20)[0]);
            long size = text.size();
            text.append(sample.windows(1, 400)[0]);
            assertThat(text.size()).isEqualTo(size);
        }
    }

    @Test
    void endsWithTheContextWherePositionsTurnLambda() {
        ModelConfig turned = Variant.withContext(
                Variant.with(
                        SampleModel.shape(AttentionKind.TAU, KeyWeight.LEARNED),
                        Variant.lambda(Regime.KRON, true, null, null),
                        1,
                        3),
                SHORT_CONTEXT);
        assertThat(Continuation.isEndless(turned)).isFalse();
        assertThat(Continuation.isEndless(SampleModel.shape(AttentionKind.DOT, KeyWeight.LEARNED)))
                .isTrue();
        try (SampleModel sample = new SampleModel(turned, Precision.FLOAT32, 34, manager);
                Continuation text = new Continuation(sample.gpt)) {
            text.append(new int[SHORT_CONTEXT]);
            assertThatThrownBy(() -> text.append(1)).hasMessageContaining("a text of 10 tokens for a context of 9");
            assertThatThrownBy(text::append).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static PastConfig window(int tokens) {
        return new PastConfig(
                PastConfig.PLAIN.delays(), List.of(), PastConfig.PLAIN.near(), tokens, PastConfig.PLAIN.forget());
    }
}
