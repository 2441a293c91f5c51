package io.tauspark.run;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.store.Json;
import org.junit.jupiter.api.Test;

class NamedNumbersTest {
    @Test
    void namesWhatIsMeasuredFirstAndThenWhere() {
        assertThat(NamedNumbers.of(Json.read("""
                {"step": 10, "split": "train", "loss": 2.5, "grad_norm": null, "layers": [
                  {"layer": 3, "lambda": {"p05": 0.1, "p95": 0.9}, "entropy": 1.5, "heads": [
                    {"kind": "tau", "temperature": 0.5, "entropy": 1.25, "effective_keys": 7.5},
                    {"kind": "tau", "temperature": 0.25}]}]}
                """, MetricLine.class, "a line")))
                .containsOnly(
                        entry("loss/train", 2.5),
                        entry("perplexity/train", Math.exp(2.5)),
                        entry("lambda/layer 3/p05", 0.1),
                        entry("lambda/layer 3/p95", 0.9),
                        entry("entropy/layer 3", 1.5),
                        entry("temperature/layer 3/head 00", 0.5),
                        entry("effective_keys/layer 3/head 00", 7.5),
                        entry("temperature/layer 3/head 01", 0.25));
    }

    @Test
    void knowsScoringsFromTraining() {
        ValidationLine line = new ValidationLine(1, 2.0, null, 2.5, null);
        assertThat(NamedNumbers.of(line))
                .containsOnly(
                        entry("loss/validation", 2.0),
                        entry("perplexity/validation", Math.exp(2)),
                        entry("bits_per_byte/validation", 2.5));
    }
}
