package io.tauspark.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardManifestTest {
    private static final List<Document> DOCUMENTS =
            List.of(new Document("1", "eins"), new Document("2", "zwei\nZeilen"), new Document("3", "drüben \"\u2028"));

    private final Configuration hadoop = new Configuration();
    private final java.nio.file.Path directory;
    private final Path shards;

    ShardManifestTest(@TempDir java.nio.file.Path directory) {
        this.directory = directory;
        this.shards = new Path(directory.toUri());
    }

    @BeforeEach
    void write() throws IOException {
        manifest().write(shards, hadoop);
    }

    private ShardManifest manifest() throws IOException {
        List<ShardPart> parts = List.of(
                part("train/part-00000.jsonl.gz", Split.TRAIN, DOCUMENTS),
                part("validation/part-00000.jsonl.gz", Split.VALIDATION, DOCUMENTS.subList(0, 1)));
        return ShardManifest.of(
                parts,
                Map.of("wrong-type", 1L, "broken-json", 2L),
                3,
                2,
                12,
                42,
                "in.jsonl",
                new CorpusFields("t", "i"));
    }

    private ShardPart part(String path, Split split, List<Document> documents) throws IOException {
        GzipLines file = GzipLines.write(
                new Path(shards, path),
                new Path(shards, "_attempts"),
                documents.stream().map(Json::line).iterator(),
                hadoop);
        return new ShardPart(path, split, file.lines(), file.bytes(), file.sha256());
    }

    private void edit(String file, String before, String after) throws IOException {
        java.nio.file.Path path = directory.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(before);
        Files.writeString(path, text.replace(before, after));
    }

    private void assertUnreadable(String... message) {
        assertThatThrownBy(() -> ShardManifest.read(shards, hadoop))
                .isInstanceOf(InvalidInput.class)
                .message()
                .contains(message);
    }

    @Test
    void isReadAsItWasWritten() throws IOException {
        ShardManifest read = ShardManifest.read(shards, hadoop);
        assertThat(read).isEqualTo(manifest());
        read.verify(shards, hadoop);
        assertThat(read.documents(Split.TRAIN)).isEqualTo(3);
        assertThat(read.documents(Split.VALIDATION)).isEqualTo(1);
        assertThat(read.parts(Split.VALIDATION))
                .extracting(ShardPart::path)
                .containsExactly("validation/part-00000.jsonl.gz");
        assertThat(read.bytes())
                .isEqualTo(Files.size(directory.resolve("train/part-00000.jsonl.gz"))
                        + Files.size(directory.resolve("validation/part-00000.jsonl.gz")));
    }

    @Test
    void isPlainJsonForOtherReaders() throws IOException {
        assertThat(directory.resolve("manifest.json"))
                .content()
                .contains("\"version\" : 1", "\"train\" : 3", "\"split\" : \"validation\"", "\"broken-json\" : 2")
                .contains("\"duplicates\" : 3", "\"nearDuplicates\" : 2", "\"records\" : 12")
                .contains("\"text\" : \"t\"", "\"source\" : \"in.jsonl\"");
    }

    /** Before near duplicates there were only lines. */
    @Test
    void anOlderManifestIsReadAsWell() throws IOException {
        edit("manifest.json", "  \"nearDuplicates\" : 2,\n  \"records\" : 12,", "  \"lines\" : 10,");
        ShardManifest read = ShardManifest.read(shards, hadoop);
        assertThat(read.records()).isEqualTo(10);
        assertThat(read.nearDuplicates()).isZero();
        read.verify(shards, hadoop);
    }

    @Test
    void partsAreOneJsonObjectPerLine() throws IOException {
        byte[] file = Files.readAllBytes(directory.resolve("train/part-00000.jsonl.gz"));
        String lines =
                new String(new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lines).isEqualTo("""
                        {"id":"1","text":"eins"}
                        {"id":"2","text":"zwei\\nZeilen"}
                        {"id":"3","text":"drüben \\"%s"}
                        """.formatted("\u2028"));
    }

    @Test
    void documentsOfAPartComeBackInOrder() throws IOException {
        List<Document> read = new ArrayList<>();
        ShardPart part = ShardManifest.read(shards, hadoop).parts(Split.TRAIN).get(0);
        try (ShardReader reader = ShardReader.open(shards, part, hadoop)) {
            reader.forEachRemaining(read::add);
        }
        assertThat(read).isEqualTo(DOCUMENTS);
    }

    @Test
    void aSecondAttemptAtAPartLeavesTheFirst() throws IOException {
        ShardPart before = ShardManifest.read(shards, hadoop).parts().get(0);
        assertThat(part(before.path(), Split.TRAIN, DOCUMENTS)).isEqualTo(before);
        assertThat(directory.resolve("_attempts")).isEmptyDirectory();
    }

    @Test
    void aMissingManifestIsNamed() throws IOException {
        Files.delete(directory.resolve("manifest.json"));
        assertUnreadable("holds no shards, manifest.json is not there; give the output of shard");
    }

    @Test
    void anUnknownVersionIsNamed() throws IOException {
        edit("manifest.json", "\"version\" : 1", "\"version\" : 2, \"colour\" : \"red\"");
        assertUnreadable("format version 2, but only version 1 is known");
    }

    @Test
    void whatIsNoManifestIsNamed() throws IOException {
        Files.writeString(directory.resolve("manifest.json"), "{\"version\": 1");
        assertUnreadable("manifest.json' cannot be read");
        Files.writeString(directory.resolve("manifest.json"), "{}");
        assertUnreadable("format version");
        Files.writeString(directory.resolve("manifest.json"), "{\"version\": 1}");
        assertUnreadable("manifest.json' cannot be read");
    }

    @Test
    void countsThatDoNotAddUpAreDamage() throws IOException {
        byte[] sound = Files.readAllBytes(directory.resolve("manifest.json"));
        for (String key : List.of("records", "duplicates", "nearDuplicates", "bytes", "train")) {
            edit("manifest.json", "\"" + key + "\" : ", "\"" + key + "\" : 1");
            assertUnreadable("manifest.json' is damaged: what it counts does not add up");
            Files.write(directory.resolve("manifest.json"), sound);
        }
        edit("manifest.json", "\"seed\" : 42", "\"seed\" : 42.5");
        assertUnreadable("at 'seed'");
        Files.write(directory.resolve("manifest.json"), sound);
        edit("manifest.json", "\"path\" : \"train/", "\"path\" : \"../train/");
        assertUnreadable("or a part lies elsewhere");
    }

    @Test
    void aMissingPartIsNamed() throws IOException {
        ShardPart part = ShardManifest.read(shards, hadoop).parts().get(1);
        Files.delete(directory.resolve(part.path()));
        assertUnreadable("validation/part-00000.jsonl.gz' does not exist, but manifest.json names it");
        assertThatThrownBy(() -> ShardReader.open(shards, part, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("validation/part-00000.jsonl.gz' does not exist");
    }

    @Test
    void aCutPartIsNamed() throws IOException {
        java.nio.file.Path part = directory.resolve("train/part-00000.jsonl.gz");
        byte[] whole = Files.readAllBytes(part);
        Files.write(part, java.util.Arrays.copyOf(whole, whole.length - 20));
        assertUnreadable("train/part-00000.jsonl.gz' has " + (whole.length - 20) + " bytes, but manifest.json says "
                + whole.length);
    }

    @Test
    void aDamagedPartIsNamed() throws IOException {
        ShardManifest manifest = ShardManifest.read(shards, hadoop);
        ShardPart part = manifest.parts().get(0);
        java.nio.file.Path file = directory.resolve(part.path());
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThat(ShardManifest.read(shards, hadoop)).as("lengths are right").isEqualTo(manifest);
        assertThatThrownBy(() -> manifest.verify(shards, hadoop))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("train/part-00000.jsonl.gz")
                .message()
                .doesNotContain("validation/");
        assertThatThrownBy(() -> {
                    try (ShardReader reader = ShardReader.open(shards, part, hadoop)) {
                        reader.forEachRemaining(document -> {});
                    }
                })
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("train/part-00000.jsonl.gz");
    }
}
