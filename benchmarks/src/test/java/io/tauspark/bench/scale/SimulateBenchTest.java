package io.tauspark.bench.scale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.bench.speed.BenchCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulateBenchTest {
    private static final int REFUSED = 2;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void everyClusterHasARowInEveryTable() {
        assertThat(run("--workers=2,16", "--parameters=2000000", "--global=8")).isZero();
        String text = printed.toString(UTF_8);
        // Two speeds, both batches; 16 workers cannot share 8 micro-batches.
        assertThat(text.lines().filter(line -> line.startsWith("| 2 | 10 |"))).hasSize(4);
        assertThat(text.lines().filter(line -> line.startsWith("| 16 | 100 |"))).hasSize(2);
        assertThat(text.lines().filter(line -> line.matches("\\| (2|16) \\| [\\d,]+ \\| \\d+ % \\| \\d+ % \\|")))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--workers=3", "--workers=1", "--workers=2048", "--steps=0", "--global=3", "--each=0"})
    void optionsThatCannotBeUsedAreRefused(String option) {
        assertThat(run(option)).isEqualTo(REFUSED);
    }

    private int run(String... options) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            return BenchCommand.execute(new SimulateBench(), options);
        } finally {
            System.setOut(out);
        }
    }
}
