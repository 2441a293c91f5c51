package io.tauspark.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardReaderTest {
    private static final String NAME = "train/part-00000.jsonl.gz";

    private final Configuration hadoop = new Configuration();
    private final java.nio.file.Path directory;
    private final java.nio.file.Path local;
    private final Path shards;

    ShardReaderTest(@TempDir java.nio.file.Path directory) {
        this.directory = directory;
        this.local = directory.resolve(NAME);
        this.shards = new Path(directory.toUri());
    }

    @Test
    void givesTheDocumentsInTheirOrder() throws IOException {
        assertThat(read(part(50, "text")))
                .extracting(Document::text)
                .hasSize(50)
                .startsWith("text 0", "text 1");
    }

    @Test
    void refusesAPartThatWasReplacedByAnotherSoundOne() throws IOException {
        ShardPart before = part(50, "text");
        ShardPart after = part(50, "other");
        assertThat(after.sha256()).isNotEqualTo(before.sha256());
        assertThatThrownBy(() -> read(before))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(NAME)
                .hasMessageContaining("it was changed since");
    }

    @Test
    void refusesAPartThatSomethingWasAppendedTo() throws IOException {
        ShardPart part = part(50, "text");
        byte[] sound = Files.readAllBytes(local);
        byte[] longer = new byte[sound.length + 100_000];
        System.arraycopy(sound, 0, longer, 0, sound.length);
        Files.write(local, longer);
        assertThatThrownBy(() -> read(part)).isInstanceOf(InvalidInput.class).hasMessageContaining(NAME);
    }

    @Test
    void refusesAPartThatIsCutWhereverItIs() throws IOException {
        ShardPart part = part(20, "text");
        byte[] whole = Files.readAllBytes(local);
        for (int length = 0; length < whole.length; length++) {
            Files.write(local, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(part))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("part-00000")
                    .hasMessageNotContaining("null");
        }
    }

    private List<Document> read(ShardPart part) throws IOException {
        List<Document> documents = new ArrayList<>();
        try (ShardReader reader = ShardReader.open(shards, part, hadoop)) {
            reader.forEachRemaining(documents::add);
        }
        return documents;
    }

    private ShardPart part(int documents, String text) throws IOException {
        Files.createDirectories(directory.resolve("train"));
        Path written = new Path(shards, "written.gz");
        List<String> lines = IntStream.range(0, documents)
                .mapToObj(i -> Json.line(new Document("id" + i, text + " " + i)))
                .toList();
        GzipLines file = GzipLines.write(written, new Path(shards, "attempts"), lines.iterator(), hadoop);
        Files.move(directory.resolve("written.gz"), local, StandardCopyOption.REPLACE_EXISTING);
        return new ShardPart(NAME, Split.TRAIN, file.lines(), file.bytes(), file.sha256());
    }
}
