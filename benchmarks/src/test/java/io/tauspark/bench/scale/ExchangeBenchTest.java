package io.tauspark.bench.scale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.bench.speed.BenchCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeBenchTest {
    private static final int REFUSED = 2;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    /** One value leaves members without a slice; the others end within a frame. */
    @ParameterizedTest
    @CsvSource({"2, 300001", "3, 1"})
    void everyMethodHasARowOfNumbers(int members, int values) {
        int code = run("--members=" + members, "--values=" + values, "--rounds=2", "--warmup=0", "--heap=256m");

        assertThat(code).isZero();
        List<String> rows = printed.toString(UTF_8).lines().skip(2).toList();
        assertThat(rows).hasSize(Method.values().length).allMatch(row -> row.matches("\\|[^|]+\\| (b?float\\d+) .*"));
        for (String row : rows) {
            List<String> cells =
                    Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
            assertThat(cells).hasSize(1 + 8 + 1);
            assertThat(Double.parseDouble(cells.get(3))).isPositive();
            assertThat(cells.get(6)).matches("[\\d.]+ \\([\\d.]+–[\\d.]+\\)");
        }
        assertThat(rows.get(0)).startsWith("| plain socket ring | float32 |").contains("| 1.00 (1.00–1.00) |");
    }

    @Test
    void aSumThatIsWrongIsSeen() {
        float[] sum = new float[100];
        float[] other = new float[100];
        KnownSums.fill(sum, 0);
        KnownSums.fill(other, 1);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
        assertThat(KnownSums.fault(sum, 2)).isNull();
        float right = sum[70];
        sum[70] = 0.5f;
        assertThat(KnownSums.fault(sum, 2)).isEqualTo("value 70 of the sum is 0.5 and not " + (int) right);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--members=1", "--members=17", "--values=0", "--rounds=0", "--warmup=-1", "--limit=0"})
    void optionsThatCannotBeUsedAreRefused(String option) {
        assertThat(run(option)).isEqualTo(REFUSED);
    }

    private int run(String... options) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(printed, true, UTF_8));
        try {
            return BenchCommand.execute(new ExchangeBench(), options);
        } finally {
            System.setOut(out);
        }
    }
}
