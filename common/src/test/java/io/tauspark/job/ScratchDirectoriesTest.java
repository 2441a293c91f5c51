package io.tauspark.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchDirectoriesTest {
    @TempDir
    private Path directory = Path.of("");

    private Path blocked() throws IOException {
        return Files.writeString(directory.resolve("file"), "").resolve("scratch");
    }

    private Map<String, String> temporary() {
        return Map.of("java.io.tmpdir", directory.toString());
    }

    @Test
    void oneThatTakesFilesIsEnough() throws IOException {
        Map<String, String> environment = Map.of("SPARK_LOCAL_DIRS", blocked() + "," + directory.resolve("new"));
        assertThatCode(() -> ScratchDirectories.require(environment, temporary()))
                .doesNotThrowAnyException();
    }

    @Test
    void noneIsRefusedWithTheSettingThatNamesThem() throws IOException {
        String blocked = blocked().toString();
        assertThatThrownBy(() -> ScratchDirectories.require(Map.of("SPARK_LOCAL_DIRS", blocked), temporary()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(blocked)
                .hasMessageContaining("set SPARK_LOCAL_DIRS");
        Map<String, String> properties = Map.of("spark.local.dir", blocked, "java.io.tmpdir", directory.toString());
        assertThatThrownBy(() -> ScratchDirectories.require(Map.of(), properties))
                .hasMessageContaining("set spark.local.dir");
    }

    @Test
    void aContainerKeepsWhatItsResourceManagerGave() throws IOException {
        Map<String, String> environment =
                Map.of("CONTAINER_ID", "c1", "SPARK_LOCAL_DIRS", blocked().toString());
        assertThatCode(() -> ScratchDirectories.require(environment, temporary()))
                .doesNotThrowAnyException();
    }

    @Test
    void nativeCodeNeedsATemporaryDirectoryThatTakesIt() throws IOException {
        Map<String, String> properties =
                Map.of("java.io.tmpdir", blocked().toString(), "spark.local.dir", directory.toString());
        assertThatThrownBy(() -> ScratchDirectories.require(Map.of(), properties))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("-Djava.io.tmpdir=DIRECTORY");
    }
}
