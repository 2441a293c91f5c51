package io.tauspark.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunHistoryTest {
    @Test
    void whatWasGivenUpIsNoPartOfIt() {
        MadeUpRun run = new MadeUpRun();
        run.event("start", 0);
        for (int step : new int[] {10, 20, 30, 20, 30, 40}) {
            run.training(step, 2.0);
        }
        for (int step : new int[] {15, 30, 30}) {
            run.validation(step, 2.0);
        }
        run.event("recalibration", 10);
        run.event("recalibration", 20);
        run.event("retry", null); // a round's, which loses no step
        run.event("restart", 20);
        run.event("recalibration_withheld", 20);
        run.event("recalibration", 30);
        run.event("resume", 30);
        run.event("recalibration", 30);
        RunHistory history = run.history();
        assertThat(history.training().keySet()).containsExactly(10, 20, 30, 40);
        assertThat(history.validation().keySet()).containsExactly(15, 30);
        assertThat(history.recalibrations()).containsExactly(10, 30);
        assertThat(history.recalibrationsBefore(10)).isZero();
        assertThat(history.recalibrationsBefore(11)).isEqualTo(1);
        assertThat(history.recalibrationsBefore(31)).isEqualTo(2);
    }
}
