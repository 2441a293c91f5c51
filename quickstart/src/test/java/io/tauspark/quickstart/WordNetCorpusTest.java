package io.tauspark.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WordNetCorpusTest {
    @Test
    void writesEveryGloss(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("corpus.jsonl");
        assertThat(new CommandLine(new WordNetCorpus()).execute("--output", file.toString()))
                .isZero();
        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines.count()).isEqualTo(117_791);
        }
    }
}
