package io.tauspark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateTest {
    private final Configuration hadoop = new Configuration();

    private final java.nio.file.Path folder;

    RunStateTest(@TempDir java.nio.file.Path folder) {
        this.folder = folder;
    }

    @Test
    void everyBitOfItComesBack() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            double loss = 12 * random.nextDouble();
            double sum = Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
            RateState rate = new RateState(random.nextDouble(), i, Math.nextUp(Math.pow(0.7, i)));
            assertComesBack(new RunState(
                    RunState.FORMAT,
                    i,
                    i + (1L << 40),
                    random.nextLong(),
                    rate,
                    i,
                    3,
                    2,
                    sum,
                    4,
                    loss,
                    -0.0,
                    random.nextDouble(),
                    1L << 50));
        }
        assertComesBack(RunState.start(7));
    }

    @Test
    void lossesAreNumbers() {
        assertThatThrownBy(() -> new RunState(
                        RunState.FORMAT, 5, 5, 1, RateState.START, 5, 0, 0, Double.NaN, 1, null, null, null, 0))
                .hasMessage("step 5: losses NaN, null, null and null must be finite, others are skipped");
        assertThatThrownBy(() -> new RunState(
                        RunState.FORMAT,
                        5,
                        5,
                        1,
                        RateState.START,
                        5,
                        0,
                        0,
                        1,
                        1,
                        Double.NEGATIVE_INFINITY,
                        2.0,
                        1.5,
                        0))
                .hasMessageContaining("1.0, -Infinity, 2.0 and 1.5");
    }

    @Test
    void theBestScoringStaysTheBest() {
        RunState state = RunState.start(7);
        for (double loss : new double[] {3, 2, 2.5}) {
            state = state.scored(loss, RateState.START);
        }
        assertThat(state.validationLoss()).isEqualTo(2.5);
        assertThat(state.bestValidationLoss()).isEqualTo(2);
        assertThat(state.taken(1).logged().bestValidationLoss()).isEqualTo(2);
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        Path file = file();
        Storage.writeText(file, Json.line(RunState.start(7)).replace("\"format\":2", "\"format\":1"), hadoop);
        assertThatThrownBy(() -> RunState.read(file, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("has format 1, only 2 is known; use the TauSpark that wrote it");
    }

    private void assertComesBack(RunState state) throws IOException {
        state.write(file(), hadoop);
        assertThat(RunState.read(file(), hadoop)).isEqualTo(state);
    }

    private Path file() {
        return new Path(folder.resolve("state.json").toUri());
    }
}
