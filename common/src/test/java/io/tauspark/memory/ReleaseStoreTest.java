package io.tauspark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:45:00.999Z");

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path root = Path.of("");

    @Test
    void publishesUnderTheTimeAndPromotes() throws IOException {
        assertThat(store().current()).isEmpty();
        assertThat(store().list()).isEmpty();
        publish("first");
        assertThat(root.resolve("releases/20261122T014500Z/content")).hasContent("first");
        assertThat(root.resolve("CURRENT")).hasContent("20261122T014500Z");
        assertThat(store().current())
                .hasValueSatisfying(path -> assertThat(path.getName()).isEqualTo("20261122T014500Z"));
    }

    @Test
    void tellsReleasesOfOneSecondApart() throws IOException {
        publish("first");
        publish("second");
        publish("third");
        assertThat(store().list()).containsExactly("20261122T014500Z", "20261122T014500Z-02", "20261122T014500Z-03");
        assertThat(root.resolve("CURRENT")).hasContent("20261122T014500Z-03");
        assertThat(root.resolve("releases/20261122T014500Z/content")).hasContent("first");
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        publish("first");
        assertThatThrownBy(() -> store().publish(NOW.plusSeconds(9), here -> {
                    Storage.writeText(new org.apache.hadoop.fs.Path(here, "content"), "half", hadoop);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(root.resolve("CURRENT")).hasContent("20261122T014500Z");
        try (var left = Files.list(root.resolve("releases"))) {
            assertThat(left).containsExactly(root.resolve("releases/20261122T014500Z"));
        }
    }

    @Test
    void passesOverWhatAKilledWriterLeft() throws IOException {
        publish("first");
        Files.createDirectories(root.resolve("releases/.20261122T014501Z.staging-1"));
        Files.writeString(root.resolve("releases/notes.txt"), "not a release");
        assertThat(store().list()).containsExactly("20261122T014500Z");
    }

    @Test
    void refusesAPointerToNowhere() throws IOException {
        publish("first");
        Files.writeString(root.resolve("CURRENT"), "../elsewhere\n");
        assertThatThrownBy(() -> store().current())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("'../elsewhere', which is none of [20261122T014500Z]");
    }

    private void publish(String content) throws IOException {
        store().publish(
                        NOW,
                        here -> Storage.writeText(new org.apache.hadoop.fs.Path(here, "content"), content, hadoop));
    }

    private ReleaseStore store() {
        return new ReleaseStore(new org.apache.hadoop.fs.Path(root.toUri()), hadoop);
    }
}
