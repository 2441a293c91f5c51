package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.store.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuringProcessTest {
    private static final Load LOAD = new Load(16, 1, 3, 0, 2);

    private final Path directory;

    MeasuringProcessTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @Test
    void theLastLineIsTheMeasurement() throws Exception {
        Measurement expected = Measurements.taking(5);
        Measurement found = process().measure(shell("echo a warning; echo '" + Json.line(expected) + "'"), LOAD);
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void theProgramIsToldTheLoad() throws Exception {
        String output = process().output(shell("echo $OMP_NUM_THREADS \"$@\"").command(LOAD), LOAD.threads());
        assertThat(output).isEqualTo("3 --tokens=16 --windows=1 --threads=3 --warmup=0 --steps=2\n");
    }

    @Test
    void aFailureIsToldWithTheEndOfTheLog() {
        assertThatThrownBy(() -> process()
                        .measure(shell("printf 'Exception: out of memory\\n  at some.place\\n' >&2; exit 3"), LOAD))
                .isInstanceOf(MeasurementFailed.class)
                .hasMessage("it ended with exit code 3: Exception: out of memory");
    }

    @Test
    void silenceAndNoiseAreFailures() {
        assertThatThrownBy(() -> process().measure(shell("true"), LOAD))
                .isInstanceOf(MeasurementFailed.class)
                .hasMessage("it wrote nothing");
        assertThatThrownBy(() -> process().measure(shell("echo done"), LOAD))
                .isInstanceOf(MeasurementFailed.class)
                .hasMessageContaining("the measurement of shell cannot be read");
    }

    @Test
    void aProcessThatTakesTooLongIsEnded() {
        MeasuringProcess impatient = new MeasuringProcess(directory, Duration.ofMillis(100));
        assertThatThrownBy(() -> impatient.measure(shell("exec sleep 600"), LOAD))
                .isInstanceOf(MeasurementFailed.class)
                .hasMessageContaining("raise --limit");
    }

    private MeasuringProcess process() {
        return new MeasuringProcess(directory, Duration.ofSeconds(60));
    }

    /** Options of the load become the script's arguments. */
    private static Contender shell(String script) {
        return new Contender("shell", List.of("sh", "-c", script, "sh"));
    }
}
