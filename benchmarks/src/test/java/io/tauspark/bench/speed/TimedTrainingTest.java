package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.engine.Engine;
import io.tauspark.config.InvalidInput;
import io.tauspark.model.AttentionKind;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimedTrainingTest {
    private static final List<String> TINY = List.of(
            "tokenizer=bytes",
            "model.vocabulary=300",
            "model.layers=1",
            "model.width=8",
            "model.heads.tau=2",
            "model.heads.grid=2",
            "model.heads.dot=2",
            "model.heads.mean=2",
            "model.heads.reference=2");

    @ParameterizedTest
    @ValueSource(strings = {"dot:none", "dot", "tau", "grid", "mean", "reference"})
    void trainsATinyModelOfAnyKind(String kind) {
        Measurement measured = TimedTraining.measure(new Subject("30m", kind, TINY), new Load(8, 2, 1, 1, 2));
        assertThat(measured.tokensPerStep()).isEqualTo(16);
        assertThat(measured.gradientMillis()).hasSize(2);
        assertThat(measured.optimizerMillis()).hasSize(2);
        assertThat(measured.losses()).hasSize(3);
        assertThat(measured.learned()).isTrue();
        assertThat(measured.engine()).contains("PyTorch 2");
        assertThat(measured.heapMebibytes()).isPositive();
    }

    @Test
    void computesInThePrecisionThatTheSettingsName() {
        List<String> half = new ArrayList<>(TINY);
        half.add("precision=bfloat16");
        Load load = new Load(8, 2, 1, 0, 2);
        Measurement single = TimedTraining.measure(new Subject("30m", "tau", TINY), load);
        Measurement rounded = TimedTraining.measure(new Subject("30m", "tau", half), load);
        assertThat(rounded.losses().get(0)).isNotEqualTo(single.losses().get(0));
        assertThat(rounded.learned()).isTrue();
        assertThat(rounded.deviceMebibytes()).isNull();
    }

    @Test
    void aGpuThatIsNotThereIsRefused() {
        List<String> elsewhere = new ArrayList<>(TINY);
        elsewhere.add("device=gpu");
        Subject subject = new Subject("30m", "tau", elsewhere);
        Load load = new Load(8, 2, 1, 0, 2);
        assumeThat(Engine.getEngine("PyTorch").getGpuCount()).isZero();
        assertThatThrownBy(() -> TimedTraining.measure(subject, load))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("PyTorch sees 0 GPUs");
    }

    @Test
    void aKindCanHaveItsOwnKeyWeight() {
        ModelConfig plain =
                new Subject("30m", "dot:none", List.of()).config(2048).model();
        assertThat(plain.attention()).containsExactly(List.of(AttentionKind.DOT));
        assertThat(plain.keyWeight()).isEqualTo(KeyWeight.NONE);
        assertThat(plain.context()).isEqualTo(2048);
        assertThat(new Subject("30m", "dot", List.of()).config(2048).model().keyWeight())
                .isEqualTo(KeyWeight.LEARNED);
    }
}
