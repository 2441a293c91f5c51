package io.tauspark.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are stopped while they make an output. */
class StoppedOutputTest {
    private static final int WAIT_SECONDS = 30;

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void leaveSomethingIfTheyAreKilledWhichTheNextOneRemoves() throws Exception {
        Process killed = Miller.start(directory.resolve("out"));
        killed.destroyForcibly();
        assertThat(killed.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        Path writing = directory.resolve(".out.writing");
        assertThat(writing.toFile().list()).hasSize(2);
        assertThatThrownBy(() -> OutputDirectory.open(guard(), Duration.ZERO))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("(process " + killed.pid() + ")");
        endLease(writing.resolve(".lease-000001"));
        try (OutputDirectory next = OutputDirectory.open(guard(), Duration.ZERO)) {
            assertThat(writing.toFile().list())
                    .containsExactlyInAnyOrder(".lease-000002", next.staging().getName());
            Storage.writeText(new org.apache.hadoop.fs.Path(next.staging(), "flour.txt"), "new", hadoop);
            next.publish();
        }
        assertThat(directory.toFile().list()).containsExactly("out");
        assertThat(directory.resolve("out/flour.txt")).hasContent("new");
    }

    @Test
    void leaveNothingIfTheyAreAskedToEnd() throws Exception {
        Process asked = Miller.start(directory.resolve("deep/out"));
        asked.destroy();
        assertThat(asked.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(directory).isEmptyDirectory();
    }

    private OutputGuard guard() throws IOException {
        return OutputGuard.of(Miller.FLOUR, directory.resolve("out").toString(), true, List.of(), hadoop);
    }

    /** As if its time had passed. */
    private static void endLease(Path file) throws IOException {
        String claim = Files.readString(file);
        String ended = claim.replaceFirst("\"until\"\\s*:\\s*\"\\d{4}", "\"until\": \"2020");
        assertThat(ended).isNotEqualTo(claim);
        Files.writeString(file, ended);
    }
}
