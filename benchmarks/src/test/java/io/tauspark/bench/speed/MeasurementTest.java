package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    @Test
    void readsTheLineThatThePythonScriptPrints() {
        Measurement read = Json.read(
                "{\"engine\": \"PyTorch 2\", \"parameters\": 5, \"gradientMillis\": [3.0, 1.0, 2.0],"
                        + " \"optimizerMillis\": [1.0, 1.5, 1.0], \"processorMillis\": [8, 7, 9], \"tokensPerStep\": 6, \"losses\": [2, 1],"
                        + " \"tokensPerSecond\": 2000, \"peakMebibytes\": 12.5, \"deviceMebibytes\": 2048}",
                Measurement.class,
                "line");
        assertThat(read)
                .isEqualTo(new Measurement(
                        "PyTorch 2",
                        5,
                        6,
                        List.of(3.0, 1.0, 2.0),
                        List.of(1.0, 1.5, 1.0),
                        List.of(8.0, 7.0, 9.0),
                        List.of(2.0, 1.0),
                        null,
                        12.5,
                        null,
                        2048.0));
    }

    @Test
    void comesBackFromJsonAsItWas() {
        Measurement measured = Measurements.taking(20);
        assertThat(Json.read(Json.line(measured), Measurement.class, "line")).isEqualTo(measured);
    }

    @Test
    void aStepIsTheMedianOfWholeSteps() {
        Measurement measured = new Measurement(
                "",
                1,
                6,
                List.of(1.0, 2.0, 9.0),
                List.of(9.0, 2.0, 1.0),
                List.of(3.0, 5.0, 4.0),
                List.of(2.0, 1.0),
                null,
                null,
                null,
                null);
        assertThat(measured.stepMedian()).as("of 10, 4 and 10 ms").isEqualTo(10);
        assertThat(measured.tokensPerSecond()).isCloseTo(600, within(1e-9));
        assertThat(measured.microsPerToken()).isCloseTo(1e4 / 6, within(1e-9));
        assertThat(measured.gradientMedian()).isEqualTo(2);
        assertThat(measured.processorMedian()).isEqualTo(4);
    }

    @Test
    void stepsThatDidNotLearnAreKnownByTheirLoss() {
        assertThat(withLosses(3.0, 2.0).learned()).isTrue();
        assertThat(withLosses(3.0, 3.0).learned()).isFalse();
        assertThat(withLosses(3.0, Double.NaN).learned()).isFalse();
    }

    @Test
    void timesThatDoNotBelongTogetherAreRefused() {
        assertThatThrownBy(() -> new Measurement(
                        "",
                        1,
                        6,
                        List.of(1.0, 2.0),
                        List.of(9.0),
                        List.of(1.0, 2.0),
                        List.of(2.0),
                        null,
                        null,
                        null,
                        null))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("2 times of gradients, 1 of the optimizer and 2 of processors");
    }

    private static Measurement withLosses(Double... losses) {
        return new Measurement(
                "", 1, 6, List.of(1.0), List.of(1.0), List.of(2.0), List.of(losses), null, null, null, null);
    }
}
