package io.tauspark.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingBenchTest {
    private static final int REFUSED = 2;

    private final Path root;

    TrainingBenchTest(@TempDir Path root) {
        this.root = root;
    }

    @Test
    void optionsThatCannotBeUsedAreRefusedBeforeAnyProcess() {
        assertThat(run("--rounds=0")).isEqualTo(REFUSED);
        assertThat(run("--kinds=dance")).isEqualTo(REFUSED);
        assertThat(run("--contexts=1000,1024")).isEqualTo(REFUSED);
        assertThat(run("--contexts=long")).isEqualTo(REFUSED);
        assertThat(run("--python=/no/python", "--kinds=tau")).isEqualTo(REFUSED);
        assertThat(root.resolve("target/bench/training/training.json")).doesNotExist();
    }

    private int run(String... options) {
        String[] all = new String[options.length + 1];
        all[0] = "--root=" + root;
        System.arraycopy(options, 0, all, 1, options.length);
        return BenchCommand.execute(new TrainingBench(), all);
    }
}
