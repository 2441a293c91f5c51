package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingBenchTest {
    private static final int REFUSED = 2;
    private static final List<String> TINY = List.of(
            "--kinds=tau",
            "--set=model.layers=1",
            "--set=model.heads.tau=2",
            "--set=model.width=8",
            "--contexts=8",
            "--windows=2",
            "--threads=1",
            "--warmup=1",
            "--steps=2",
            "--rounds=1",
            "--heap=256m");

    private final Path root;
    private final Path file;

    TrainingBenchTest(@TempDir Path root) {
        this.root = root;
        this.file = root.resolve("target/bench/training/training.json");
    }

    @Test
    void measuresInProcessesOfItsOwnAndKeepsEveryTime() throws IOException {
        Measurement theirs = Measurements.taking(1);
        List<String> options = new ArrayList<>(TINY);
        options.add("--python=" + FakePython.measuring(root, theirs));
        assertThat(run(options)).isZero();
        SpeedResults results = Json.read(Files.readString(file), SpeedResults.class, "results");
        assertThat(results.failures()).isEmpty();
        assertThat(results.trials()).extracting(Trial::contender).containsExactly("TauSpark tau", EagerPython.NAME);
        Measurement ours = results.trials().get(0).measurement();
        assertThat(ours.tokensPerStep()).isEqualTo(16);
        assertThat(ours.gradientMillis()).hasSize(2);
        assertThat(results.trials().get(1).measurement()).isEqualTo(theirs);
        assertThat(results.overrides()).containsExactly("model.layers=1", "model.heads.tau=2", "model.width=8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rounds=0",
                "--limit=0",
                "--kinds=dance",
                "--windows=0",
                "--contexts=long",
                "--kinds=dot:heavy",
                "--preset=huge",
                "--set=depth=3"
            })
    void optionsThatCannotBeUsedAreRefusedBeforeAnyProcess(String option) {
        assertThat(run(List.of(option, "--python=none"))).isEqualTo(REFUSED);
        assertThat(file).doesNotExist();
    }

    private int run(List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.add("--root=" + root);
        return BenchCommand.execute(new TrainingBench(), all.toArray(String[]::new));
    }
}
