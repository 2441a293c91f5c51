package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimedTrainingTest {
    @Test
    void trainsATinyModelForTwoSteps() {
        Subject subject = new Subject("30m", "tau", List.of("model.layers=1", "model.heads=2", "model.width=8"));
        Measurement measured = TimedTraining.measure(subject, new Load(8, 2, 1, 1, 2));
        assertThat(measured.tokensPerStep()).isEqualTo(16);
        assertThat(measured.gradientMillis()).hasSize(2);
        assertThat(measured.optimizerMillis()).hasSize(2);
        assertThat(measured.losses()).hasSize(3);
        assertThat(measured.learned()).isTrue();
        assertThat(measured.engine()).contains("PyTorch 2");
        assertThat(measured.heapMebibytes()).isPositive();
    }
}
