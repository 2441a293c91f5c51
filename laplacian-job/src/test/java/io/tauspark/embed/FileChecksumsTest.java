package io.tauspark.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileChecksumsTest {
    /** {@code find . -type f -printf '%P\n' | LC_ALL=C sort | xargs sha256sum | sha256sum}. */
    private static final String BY_SHELL = "d2c677cf02bdd542dbd7531a736741ff84009b4832c2bc9c1d99f24878d9c40c";

    @Test
    void areWhatTheShellSays(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("sub"));
        Files.writeString(directory.resolve("sub/b.txt"), "beta\n");
        Files.writeString(directory.resolve("a.txt"), "alpha\n");
        assertThat(FileChecksums.under(directory)).isEqualTo(BY_SHELL);
    }
}
