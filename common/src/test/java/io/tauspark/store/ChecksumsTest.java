package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChecksumsTest {
    private final java.nio.file.Path folder;
    private final Path directory;
    private final Configuration hadoop = new Configuration();

    ChecksumsTest(@TempDir java.nio.file.Path folder) {
        this.folder = folder;
        this.directory = new Path(folder.toUri());
    }

    @BeforeEach
    void writeThem() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "abc");
        Files.writeString(folder.resolve("b.txt"), "");
        Checksums.write(directory, hadoop);
    }

    /** FIPS 180-4 gives the SHA-256 of "abc". */
    @Test
    void everyFileHasItsLengthAndChecksum() throws IOException {
        assertThat(Checksums.read(directory, hadoop).files())
                .containsOnlyKeys("a.txt", "b.txt")
                .containsEntry(
                        "a.txt",
                        new Checksums.Content(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }

    @Test
    void whatIsAsItWasPasses() {
        assertThatCode(() -> verify("a.txt")).doesNotThrowAnyException();
    }

    @Test
    void aFileThatChangedIsNamed() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "abd");
        assertDamage("a.txt does not hold what was written, its SHA-256 differs");
        Files.writeString(folder.resolve("a.txt"), "ab");
        assertDamage("a.txt has 2 bytes, 3 were written");
        Files.delete(folder.resolve("a.txt"));
        assertDamage("a.txt is missing");
    }

    @Test
    void aNeededFileMustBeAmongThem() {
        assertThatThrownBy(() -> verify("c.txt"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("checksums.json does not name c.txt");
    }

    @Test
    void checksumsThatAreDamagedThemselvesAreNone() throws IOException {
        Path file = new Path(directory, "checksums.json");
        Storage.writeText(file, "{\"a.txt\": {\"bytes\": 3}}", hadoop);
        assertDamage("checksums.json is damaged at a.txt");
        Storage.writeText(file, "{\"a.txt\": {\"bytes\"", hadoop);
        assertThatThrownBy(() -> verify("a.txt"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("checksums.json cannot be read: ");
        for (String name : List.of("../a.txt", "a:b", "", "..", "/etc/passwd")) {
            Storage.writeText(file, "{\"" + name + "\": {\"bytes\": 3, \"sha256\": \"\"}}", hadoop);
            assertDamage("checksums.json is damaged at " + name);
        }
        Storage.writeText(file, "{\"a.txt\": {\"bytes\": 9223372036854775808, \"sha256\": \"\"}}", hadoop);
        assertDamage("checksums.json is damaged at a.txt");
        Files.delete(folder.resolve("checksums.json"));
        assertDamage("checksums.json is missing");
    }

    private void assertDamage(String message) {
        assertThatThrownBy(() -> verify("b.txt"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage(message);
    }

    private void verify(String needed) throws IOException {
        Checksums.read(directory, hadoop).verify(directory, List.of(needed), hadoop);
    }
}
