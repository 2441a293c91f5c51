package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EagerPythonTest {
    private static final Path SCRIPT = Path.of("eager_gpt.py");

    private final Path directory;
    private final MeasuringProcess process;

    EagerPythonTest(@TempDir Path directory) {
        this.directory = directory;
        this.process = new MeasuringProcess(directory, Duration.ofSeconds(60));
    }

    @Test
    void aPythonWithTorchRunsTheScript() throws IOException {
        String python = FakePython.measuring(directory, Measurements.taking(1));
        assertThat(EagerPython.find(python, SCRIPT, process).orElseThrow().command())
                .containsExactly(python, "eager_gpt.py");
    }

    @Test
    void aGivenPythonWithoutTorchIsRefused() throws IOException {
        String python = FakePython.withoutTorch(directory);
        assertThatThrownBy(() -> EagerPython.find(python, SCRIPT, process))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContainingAll("--python '" + python + "'", "ModuleNotFoundError: torch", "or none");
    }

    @Test
    void noneIsTakenAtItsWord() {
        assertThat(EagerPython.find("none", SCRIPT, process)).isEmpty();
    }
}
