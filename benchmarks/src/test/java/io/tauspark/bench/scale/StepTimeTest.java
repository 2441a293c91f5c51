package io.tauspark.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.exchange.WireType;
import io.tauspark.train.config.ParallelConfig.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimeTest {
    private static final String LOG = """
            {"step":1,"split":"train","tokens_per_second":10,"exchange_seconds":9,"wait_seconds":9}
            {"step":2,"split":"train","tokens_per_second":500,"exchange_seconds":0.2,"wait_seconds":0.1}
            {"step":2,"split":"validation","tokens":7}
            {"step":3,"split":"train","tokens_per_second":1000,"exchange_seconds":0.4,"wait_seconds":0.3}
            """;

    @Test
    void isReadFromTheStepsAfterTheWarmUp() {
        assertThat(StepTime.read(LOG, 1, 1000))
                .containsExactly(new StepTime(500, 2000, 200, 100), new StepTime(1000, 1000, 400, 300));
        assertThatThrownBy(() -> StepTime.read(LOG, 3, 1000)).hasMessage("the metric log has no step after 3");
    }

    @Test
    void rowsAreComparedWithinARepeat() {
        List<Setup> setups = Setup.all(List.of(2));
        assertThat(setups)
                .containsExactly(
                        new Setup(Mode.SYNC, 1, WireType.FLOAT32),
                        new Setup(Mode.SYNC, 2, WireType.FLOAT32),
                        new Setup(Mode.SYNC, 2, WireType.BFLOAT16),
                        new Setup(Mode.ROUNDS, 2, WireType.FLOAT32));
        ScalingTable table = new ScalingTable(setups);
        for (int repeat = 1; repeat <= 2; repeat++) {
            for (Setup setup : setups) {
                double pace = 100.0 * repeat * setup.workers();
                table.add(setup, new StepTime(pace, 1e5 / pace, 50, 10 * repeat));
            }
        }
        assertThat(table.markdown())
                .contains(
                        "| sync | 2 | bfloat16 | 375 (250–500) | 50.0 (50.0–50.0) | 15.0 (10.0–20.0) | 15 (10–20) | 300 (200–400) | 2.00 (2.00–2.00) |");
    }
}
