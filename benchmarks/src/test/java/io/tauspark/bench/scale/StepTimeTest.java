package io.tauspark.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.exchange.WireType;
import io.tauspark.train.config.ParallelConfig.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepTimeTest {
    private static final String LOG = """
            {"step":1,"split":"train","tokens_per_second":10,"exchange_seconds":9,"wait_seconds":9}
            {"step":2,"split":"train","tokens_per_second":500,"exchange_seconds":0.2,"wait_seconds":0.1}
            {"step":2,"split":"validation","tokens":7}
            {"step":3,"split":"train","tokens_per_second":1000,"exchange_seconds":0.4,"wait_seconds":0.3}
            """;

    @TempDir
    private Path run = Path.of("");

    private List<StepTime> read(String log, int warmup) throws IOException {
        Files.writeString(run.resolve("metrics.jsonl"), log);
        return StepTime.read(new org.apache.hadoop.fs.Path(run.toUri()), warmup, 1000, new Configuration());
    }

    @Test
    void isReadFromTheStepsAfterTheWarmUp() throws IOException {
        assertThat(read(LOG, 1)).containsExactly(new StepTime(500, 2000, 200, 100), new StepTime(1000, 1000, 400, 300));
        assertThatThrownBy(() -> read(LOG, 3)).hasMessage("the metric log has no step after 3");
    }

    @Test
    void isNotReadFromALogThatLacksSome() {
        assertThatThrownBy(() -> read(LOG + "{\"step\":4,\"split\":\"train\",\"tokens_per_second\":10}\n", 1))
                .hasMessage("the metric log lacks a time of step 4");
        assertThatThrownBy(() -> read(LOG + "{\"step\":4,\"spl", 1))
                .hasMessage("damaged lines of metrics.jsonl were passed over: 1");
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
