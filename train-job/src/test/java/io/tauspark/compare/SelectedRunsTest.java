package io.tauspark.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import io.tauspark.train.worker.SelectedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectedRunsTest {
    private static final SelectedModel FOUND = new SelectedModel(400, 1000, 8, 700, 2.6, 1.9, 2.7);

    @TempDir
    private Path output = Path.of("");

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(output.toUri().toString(), name);
    }

    private SelectedRuns runs(int windows, int testWindows) {
        return new SelectedRuns(path("."), new Selection(windows, testWindows), new Configuration());
    }

    private void write(String content) throws IOException {
        Files.createDirectories(output.resolve("scores"));
        Files.writeString(output.resolve("scores/dot-seed-1-0123.json"), content);
    }

    @Test
    void areKnownByTheNameOfTheRunAndTheWindows() throws IOException {
        write(Json.pretty(FOUND));
        assertThat(runs(400, 1000).known(path("runs/dot-seed-1-0123"))).contains(FOUND);
        assertThat(runs(400, 1000).known(path("runs/dot-seed-2-0123"))).isEmpty();
        assertThat(runs(401, 1000).known(path("runs/dot-seed-1-0123"))).isEmpty();
        assertThat(runs(400, 999).known(path("runs/dot-seed-1-0123"))).isEmpty();
    }

    @Test
    void areRefusedWhereTheirFileIsDamaged() throws IOException {
        write("{\"windows\": 400}");
        assertThatThrownBy(() -> runs(400, 1000).known(path("runs/dot-seed-1-0123")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("scores/dot-seed-1-0123.json' cannot be read: ")
                .hasMessageEndingWith("; remove it, and the models are scored again");
    }
}
