package io.tauspark.bench.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.bench.speed.BenchCommand;
import io.tauspark.bench.speed.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeBenchTest {
    @Test
    void writesTimeAndSizeOfEveryState(@TempDir Path directory) throws IOException {
        Path output = directory.resolve("found");
        int exit = BenchCommand.execute(
                new DecodeBench(),
                new String[] {"--tokens=64,256", "--grid-tokens=512", "--width=8", "--rounds=2", "--output=" + output});
        assertThat(exit).isZero();
        String page = Files.readString(output.resolve("decode.md"));
        for (String state : List.of("dot", "flat", "exact", "grid")) {
            assertThat(page)
                    .containsPattern("\\| " + state + " *\\| *63 \\|")
                    .containsPattern(state + " *\\| *255 \\|");
        }
        assertThat(page).containsPattern("grid *\\| *511 \\|").doesNotContain("the aim of");
        assertThat(Files.readString(output.resolve("decode.json"))).contains("\"state\" : \"exact\"");
    }

    @Test
    void refusesWhatCannotBeTimed(@TempDir Path directory) {
        String output = "--output=" + directory.resolve("none");
        assertThat(BenchCommand.execute(new DecodeBench(), new String[] {"--rounds=0", output}))
                .isEqualTo(2);
        assertThat(BenchCommand.execute(new DecodeBench(), new String[] {"--tokens=1", output}))
                .isEqualTo(2);
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void tellsTheAimsThatWereMetAndMissed() {
        DecodeReport report = new DecodeReport(
                Instant.EPOCH,
                new Machine("a processor", 2, 1, "a system", "17"),
                0.5,
                64,
                List.of(
                        new DecodeTime("dot", 1023, 0, 1, 99, 500_000),
                        new DecodeTime("exact", 1023, 0, 1, 24, 300_000),
                        new DecodeTime("grid", 1023, 0, 1, 9, 40_000),
                        new DecodeTime("dot", 1023, 1, 1, 49, 500_000),
                        new DecodeTime("exact", 1023, 1, 1, 9, 300_000),
                        new DecodeTime("grid", 1023, 1, 1, 9, 40_000)));
        // Rounds are compared with themselves: 100 to 25 and 50 to 10.
        assertThat(report.speed("exact", 1023)).hasValue(4.5);
        assertThat(report.speed("exact", 65535)).isEmpty();
        assertThat(report.markdown())
                .contains("`exact` at 1,023 tokens: 5 times as fast as `dot`, which meets the aim of 2.")
                .contains("`grid` at 1,023 tokens: 8 times as fast as `dot`, which misses the aim of 20 with less than")
                .doesNotContain("65,535");
    }
}
