package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.tauspark.config.InvalidInput;
import io.tauspark.model.Precision;
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
        assertThat(EagerPython.find(python, SCRIPT, Device.cpu(), Precision.FLOAT32, process)
                        .orElseThrow()
                        .command())
                .containsExactly(python, "eager_gpt.py", "--device=cpu", "--dtype=float32");
    }

    @Test
    void theScriptTrainsWhereAndInWhatTheOtherSideDoes() throws IOException {
        String python = FakePython.measuring(directory, Measurements.taking(1));
        assertThat(EagerPython.find(python, SCRIPT, Device.gpu(1), Precision.BFLOAT16, process)
                        .orElseThrow()
                        .command())
                .contains("--device=cuda:1", "--dtype=bfloat16");
    }

    @Test
    void aGivenPythonWithoutTorchIsRefused() throws IOException {
        String python = FakePython.withoutTorch(directory);
        assertThatThrownBy(() -> EagerPython.find(python, SCRIPT, Device.cpu(), Precision.FLOAT32, process))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContainingAll("--python '" + python + "'", "ModuleNotFoundError: torch", "or none");
    }

    @Test
    void noneIsTakenAtItsWord() {
        assertThat(EagerPython.find("none", SCRIPT, Device.cpu(), Precision.FLOAT32, process))
                .isEmpty();
    }
}
