package io.tauspark.train.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.model.KeyHead;
import io.tauspark.run.RunEvent;
import io.tauspark.train.config.CalibrationConfig;
import io.tauspark.train.config.CalibrationConfig.Strategy;
import io.tauspark.train.config.TrainConfig;
import io.tauspark.train.state.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecalibrationTest {
    private static final List<KeyHead> HEADS =
            List.of(new KeyHead(0, true), new KeyHead(0, true), new KeyHead(1, false), new KeyHead(1, true));
    private static final float[] BEFORE = {1, 2, 1, 4};

    /** ln 1.5, 0 and ln 1.2 in size, whose median is ln 1.2; the fixed head is none of them. */
    private static final float[] FOUND = {1.5f, 2, 1, 4 / 1.2f};

    @Test
    void anIntervalAlwaysSetsTau() {
        RunEvent event = look(Strategy.INTERVAL, 9, 1, 2).event().orElseThrow();
        assertThat(look(Strategy.INTERVAL, 9, 1, 2).isTaken()).isTrue();
        assertThat(event.event()).isEqualTo("recalibration");
        assertThat(event.facts())
                .containsEntry("step", 0)
                .containsEntry("strategy", "interval")
                .containsEntry("tau_before", BEFORE)
                .containsEntry("tau_after", FOUND)
                .containsEntry("layers", List.of(0, 0, 1, 1));
        assertThat(event.facts().get("drift")).isInstanceOfSatisfying(Double.class, drift -> assertThat(drift)
                .isCloseTo(Math.log(1.2), within(1e-6)));
    }

    @Test
    void aGateLetsTauFollowADriftWhileTheValidationLossIsNotWorse() {
        for (Recalibration look : List.of(
                look(Strategy.GATED, 0.18), // nothing was scored, so nothing has become worse
                look(Strategy.GATED, 0.18, 2),
                look(Strategy.GATED, 0.18, 2, 1.5),
                look(Strategy.GATED, 0.18, 2, 2.019))) {
            assertThat(look.isTaken()).isTrue();
            assertThat(look.event())
                    .hasValueSatisfying(event -> assertThat(event.event()).isEqualTo("recalibration"));
        }
    }

    @Test
    void aGateWithholdsWhatADriftCallsForOnceTheValidationLossIsWorse() {
        Recalibration look = look(Strategy.GATED, 0.18, 2, 2.1, 2.03);
        assertThat(look.isTaken()).isFalse();
        RunEvent event = look.event().orElseThrow();
        assertThat(event.event()).isEqualTo("recalibration_withheld");
        assertThat(event.facts())
                .containsOnlyKeys("step", "drift", "reason")
                .containsEntry(
                        "reason",
                        "the validation loss, 2.0300, is worse than the best, 2.0000, by more than calibration.tolerance = 0.01");
    }

    @Test
    void aGateIsSilentWithoutADrift() {
        for (Recalibration look : List.of(look(Strategy.GATED, 0.19, 2), look(Strategy.GATED, 0.19, 2, 3))) {
            assertThat(look.isTaken()).isFalse();
            assertThat(look.event()).isEmpty();
        }
    }

    @Test
    void looksAreDueOnceForEveryMultipleThatIsPassed() {
        CalibrationConfig config = new CalibrationConfig(Strategy.INTERVAL, 5, 0.1, 0.01);
        List<Integer> steps = new ArrayList<>();
        for (int step = 1; step <= 20; step++) {
            if (config.looksBetween(step - 1, step)) {
                steps.add(step);
            }
        }
        assertThat(steps).containsExactly(5, 10, 15, 20);
        assertThat(config.looksBetween(0, 4)).isFalse();
        assertThat(config.looksBetween(4, 8)).isTrue();
        assertThat(config.looksBetween(8, 20)).isTrue();
        assertThat(new CalibrationConfig(Strategy.FIXED, 5, 0.1, 0.01).looksBetween(0, 20))
                .isFalse();
    }

    @Test
    void concernsOnlyModelsWithATauThatMayMove() {
        assertThat(Recalibration.concerns(HEADS)).isTrue();
        assertThat(Recalibration.concerns(List.of(new KeyHead(0, false)))).isFalse();
        assertThat(Recalibration.concerns(List.of())).isFalse();
    }

    /** A look after scorings of the validation set. */
    private static Recalibration look(Strategy strategy, double drift, double... losses) {
        RunState state = RunState.start(1);
        TrainConfig config = TrainConfig.configure("data=d", "memory=m", "output=o", "tokenizer=bytes");
        for (double loss : losses) {
            state = state.scored(loss, config);
        }
        return new Recalibration(new CalibrationConfig(strategy, 5, drift, 0.01), HEADS, state, BEFORE, FOUND);
    }
}
