package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
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
        assertThat(directory.resolve("a/b.txt"))
                .usingCharset(StandardCharsets.UTF_8)
                .hasContent("grüße");
        assertThat(directory.resolve("a").toFile().list())
                .as("no checksum companions")
                .containsExactly("b.txt");
    }

    /** Files that are replaced while they are read, as many times as a test says. */
    static final class Replaced extends RawLocalFileSystem {
        private static int times;

        @Override
        public URI getUri() {
            return URI.create("replaced:///");
        }

        @Override
        public FSDataInputStream open(Path file, int buffer) throws IOException {
            if (--times >= 0) {
                throw new IOException("Blocklist for " + file + " has changed!");
            }
            return super.open(file, buffer);
        }
    }

    @Test
    void aFileThatIsReplacedMeanwhileIsOpenedAgainButNotForEver() throws IOException {
        Files.writeString(directory.resolve("pointer"), "v2");
        Path pointer = new Path("replaced", null, directory.resolve("pointer").toString());
        hadoop.setClass("fs.replaced.impl", Replaced.class, FileSystem.class);
        Replaced.times = 2;
        assertThat(Storage.readText(pointer, hadoop)).isEqualTo("v2");
        Replaced.times = 3;
        assertThatThrownBy(() -> Storage.readText(pointer, hadoop)).hasMessageContaining("has changed");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Storage.read(path("nothing.txt"), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("nothing.txt' does not exist");
    }

    /** Reading on with another character in its place would be a silent change. */
    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Storage.write(path("a.txt"), new byte[] {'a', (byte) 0xC3, '(', 'b'}, hadoop);
        assertThatThrownBy(() -> Storage.readText(path("a.txt"), hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageEndingWith("a.txt' is no text in UTF-8 from byte 1 on");
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

    @Test
    void replacingNeverLeavesAMomentWithoutTheFile() throws Exception {
        Storage.replaceText(path("CURRENT"), "0", hadoop);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            AtomicBoolean stop = new AtomicBoolean();
            Future<Integer> last = reader.submit(() -> {
                int seen = 0;
                while (!stop.get()) {
                    int number = Integer.parseInt(Files.readString(directory.resolve("CURRENT")));
                    assertThat(number).isGreaterThanOrEqualTo(seen);
                    seen = number;
                }
                return seen;
            });
            for (int number = 1; number <= 300; number++) {
                Storage.replaceText(path("CURRENT"), Integer.toString(number), hadoop);
            }
            stop.set(true);
            assertThat(last.get(1, TimeUnit.MINUTES)).isPositive();
        } finally {
            reader.shutdownNow();
        }
    }

    @Test
    void aReplacementThatFailsLeavesNothingBehind() throws IOException {
        Files.createDirectories(directory.resolve("CURRENT/full"));
        assertThatThrownBy(() -> Storage.replaceText(path("CURRENT"), "one", hadoop))
                .isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("CURRENT");
    }

    @Test
    void aFileIsCreatedOnlyOnce() throws IOException {
        assertThat(Storage.createText(path("one"), "first", hadoop)).isTrue();
        assertThat(Storage.createText(path("one"), "second", hadoop)).isFalse();
        assertThat(directory.resolve("one")).hasContent("first");
    }

    @Test
    void namesAreListedInOrderAndOfNothingThereAreNone() throws IOException {
        for (String name : List.of("b", ".a", "c")) {
            Files.createFile(directory.resolve(name));
        }
        assertThat(Storage.names(path("."), hadoop)).containsExactly(".a", "b", "c");
        assertThat(Storage.names(path("nowhere"), hadoop)).isEmpty();
        assertThat(Storage.names(path("b"), hadoop)).isEmpty();
    }
}
