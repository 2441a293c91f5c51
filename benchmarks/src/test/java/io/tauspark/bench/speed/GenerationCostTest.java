package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationCostTest {
    @ParameterizedTest
    @ValueSource(strings = {"tau", "local", "reference"})
    void bothWaysAreTimedAsOftenAsThereAreRounds(String kind) {
        Subject subject =
                new Subject("quickstart", kind, List.of("tokenizer=bytes", "model.width=32", "model.layers=1"));
        List<GenerationCost> found = GenerationCost.measure(subject, 20, 1, 3);
        assertThat(found).hasSize(3).allSatisfy(cost -> {
            assertThat(cost.kept()).isPositive();
            assertThat(cost.tensors()).isPositive();
            assertThat(cost.full()).isPositive();
        });
    }

    @Test
    void theRatioSaysHowMuchFasterATokenIs() {
        assertThat(new GenerationCost(2, 4, 30).ratio()).isEqualTo(15);
    }
}
