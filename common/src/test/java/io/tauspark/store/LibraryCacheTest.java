package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryCacheTest {
    private static void require(Path directory) {
        LibraryCache.require("PyTorch", directory, "set DJL_CACHE_DIR");
    }

    @Test
    void aDirectoryThatIsMissingWillBeMade(@TempDir Path directory) throws IOException {
        assertThatCode(() -> require(directory.resolve("not/yet"))).doesNotThrowAnyException();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFileInTheWayIsNamedWithWhatToSet(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> require(file.resolve("cache")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("native code of PyTorch belongs in '%s'".formatted(file.resolve("cache")))
                .hasMessageContaining("which takes no files")
                .hasMessageEndingWith("set DJL_CACHE_DIR");
    }

    @Test
    void aDiskThatIsMountedNoexecIsNamed() throws IOException {
        Path mounts = Path.of("/proc/mounts");
        Assumptions.assumeTrue(Files.exists(mounts), "skipped: this system does not list its mounts");
        Optional<Path> noexec = Files.readAllLines(mounts).stream()
                .map(line -> line.split(" "))
                .filter(fields -> (',' + fields[3] + ',').contains(",noexec,") && fields[2].equals("tmpfs"))
                .map(fields -> Path.of(fields[1]))
                .filter(path -> Files.isDirectory(path) && Files.isWritable(path))
                .findFirst();
        Assumptions.assumeTrue(noexec.isPresent(), "skipped: no writable disk is mounted noexec");
        assertThatThrownBy(() -> require(noexec.get().resolve("cache")))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("mounted noexec");
    }
}
