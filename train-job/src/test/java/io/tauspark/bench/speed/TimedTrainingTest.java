package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.model.AttentionKind;
import io.tauspark.model.KeyWeight;
import io.tauspark.model.ModelConfig;
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
