package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
    private final Configuration hadoop = new Configuration();

    private final java.nio.file.Path directory;

    StorageTest(@TempDir java.nio.file.Path directory) {
        this.directory = directory;
    }

    private Path path(String name) {
        return new Path(directory.toUri().toString(), name);
    }

    private String[] names() {
        return directory.toFile().list();
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Storage.writeText(path("a/b.txt"), "grüße", hadoop);
        assertThat(Storage.readText(path("a/b.txt"), hadoop)).isEqualTo("grüße");
        assertThat(directory.resolve("a/b.txt")).hasContent("grüße");
        assertThat(directory.resolve("a").toFile().list())
                .as("no checksum companions")
                .containsExactly("b.txt");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Storage.read(path("nothing.txt"), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nothing.txt' does not exist");
    }

    @Test
    void replacingLeavesOnlyTheNewContent() throws IOException {
        Storage.replaceText(path("CURRENT"), "one", hadoop);
        Storage.replaceText(path("CURRENT"), "two", hadoop);
        assertThat(Storage.readText(path("CURRENT"), hadoop)).isEqualTo("two");
        assertThat(names()).containsExactly("CURRENT");
    }

    @Test
    void relativePathsBecomeAbsolute() throws IOException {
        Path qualified = Storage.qualified("some/where", hadoop);
        assertThat(qualified.toUri().getScheme()).isEqualTo("file");
        assertThat(qualified.toUri().getPath())
                .isEqualTo(java.nio.file.Path.of("some/where").toAbsolutePath().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", "nosuchscheme://host/a"})
    void pathsThatCannotBeAreRefused(String path) {
        assertThatThrownBy(() -> Storage.qualified(path, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("path '" + path + "' is not valid: ");
    }

    @Test
    void filesWrittenElsewhereWithChecksumsAreReadToo() throws IOException {
        Files.writeString(directory.resolve("plain.txt"), "plain");
        assertThat(Storage.readText(path("plain.txt"), hadoop)).isEqualTo("plain");
    }
}
