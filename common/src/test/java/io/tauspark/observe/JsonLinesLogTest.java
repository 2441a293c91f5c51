package io.tauspark.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesLogTest {
    private record Step(int step, double loss) {}

    @TempDir
    private java.nio.file.Path directory = java.nio.file.Path.of("");

    private java.nio.file.Path local = java.nio.file.Path.of("");
    private Path file = new Path("/");

    @BeforeEach
    void choosePaths() {
        local = directory.resolve("run/metrics.jsonl");
        file = new Path(local.toUri());
    }

    @Test
    void eachLineCanBeReadWhileTheLogIsOpen() throws IOException {
        try (JsonLinesLog log = new JsonLinesLog(file, new Configuration())) {
            log.write(new Step(1, 2.5));
            assertThat(local).content().isEqualTo("{\"step\":1,\"loss\":2.5}\n");
            log.write(Map.of("note", "two\nlines"));
            assertThat(local).content().isEqualTo("{\"step\":1,\"loss\":2.5}\n{\"note\":\"two\\nlines\"}\n");
        }
    }

    @Test
    void aLossThatIsNoNumberStillMakesJson() throws IOException {
        try (JsonLinesLog log = new JsonLinesLog(file, new Configuration())) {
            log.write(new Step(1, Double.NaN));
        }
        assertThat(local).content().isEqualTo("{\"step\":1,\"loss\":\"NaN\"}\n");
    }

    @Test
    void aLaterRunGoesOnAfterTheLastWholeLine() throws IOException {
        try (JsonLinesLog log = new JsonLinesLog(file, new Configuration())) {
            log.write(new Step(1, 2.5));
        }
        Files.writeString(local, Files.readString(local) + "{\"step\":2,\"lo");

        try (JsonLinesLog log = new JsonLinesLog(file, new Configuration())) {
            log.write(new Step(2, 2.25));
        }

        assertThat(local).content().isEqualTo("{\"step\":1,\"loss\":2.5}\n{\"step\":2,\"loss\":2.25}\n");
    }

    @Test
    void aResumedRunKeepsTheLinesThatItsCheckpointHadSeen() throws IOException {
        try (JsonLinesLog log = new JsonLinesLog(file, new Configuration())) {
            for (int step = 1; step <= 4; step++) {
                log.write(Map.of("step", step));
            }
        }
        try (JsonLinesLog log = JsonLinesLog.resume(file, 2, new Configuration())) {
            assertThat(log.kept()).isEqualTo(2);
            assertThat(local).content().isEqualTo("{\"step\":1}\n{\"step\":2}\n");
            log.write(Map.of("step", 3));
        }
        assertThat(local).content().isEqualTo("{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n");
    }

    @Test
    void aLogWithFewerLinesThanItShouldHaveSaysSo() throws IOException {
        Files.createDirectories(local.getParent());
        Files.writeString(local, "{\"step\":1}\n{\"step\":2");
        try (JsonLinesLog log = JsonLinesLog.resume(file, 2, new Configuration())) {
            assertThat(log.kept()).isEqualTo(1);
        }
        try (JsonLinesLog log = JsonLinesLog.resume(file, 0, new Configuration())) {
            assertThat(log.kept()).isZero();
        }
        assertThat(local).isEmptyFile();
    }

    /** As a writer that lives on in a process that was thought dead, which must not spoil the log of the next. */
    @Test
    void anEarlierWriterThatIsStillOpenWritesNowhere() throws IOException {
        JsonLinesLog before = new JsonLinesLog(file, new Configuration());
        before.write(Map.of("step", 1));
        try (JsonLinesLog log = JsonLinesLog.resume(file, 1, new Configuration())) {
            before.write(Map.of("step", "lost"));
            before.close();
            log.write(Map.of("step", 2));
        }
        assertThat(local).content().isEqualTo("{\"step\":1}\n{\"step\":2}\n");
    }

    @Test
    void noChecksumCompanionIsLeftBeside() throws IOException {
        try (JsonLinesLog log = new JsonLinesLog(file, new Configuration())) {
            log.write(new Step(1, 1));
        }
        assertThat(directory.resolve("run").toFile().list()).containsExactly("metrics.jsonl");
    }
}
