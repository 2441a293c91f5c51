package io.tauspark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tauspark.shards.CorpusFields;
import io.tauspark.shards.Document;
import io.tauspark.shards.GzipLines;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.ShardReader;
import io.tauspark.shards.Split;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardsFuzzTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final int DOCUMENTS = 40;

    private final Configuration hadoop = new Configuration();
    private List<ShardPart> parts = List.of();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void shards() throws IOException {
        parts = List.of(
                part("train/part-00000.jsonl.gz", Split.TRAIN),
                part("validation/part-00000.jsonl.gz", Split.VALIDATION));
        ShardManifest.of(
                        parts,
                        Map.of("broken-json", 2L),
                        1,
                        1,
                        2 * DOCUMENTS + 4,
                        42,
                        "in.jsonl",
                        new CorpusFields("text", "id"))
                .write(path(folder), hadoop);
    }

    @Test
    void aDamagedManifestIsRefusedOrReadAsItSays() throws IOException {
        Path file = folder.resolve(ShardManifest.FILE);
        Mutants.Tally tally = Mutants.of(
                        "manifest.json", List.of(Files.readAllBytes(file)), JsonDamage::damage, JsonDamage::damage)
                .check("", mutant -> {
                    Files.write(file, mutant.content());
                    ShardManifest read = ShardManifest.read(path(folder), hadoop);
                    read.verify(path(folder), hadoop);
                    assertThat(PLAIN.readTree(Json.line(read))).isEqualTo(PLAIN.readTree(mutant.content()));
                    assertThat(read.parts()).containsExactlyInAnyOrderElementsOf(parts);
                });
        tally.requireAccepted();
    }

    @Test
    void aDamagedPartIsLearntFromOnlyIfNothingChanged() throws IOException {
        ShardPart part = parts.get(0);
        Path file = folder.resolve(part.path());
        Mutants.of("part", List.of(Files.readAllBytes(file))).check("part-00000", mutant -> {
            Files.write(file, mutant.content());
            List<Document> read = new ArrayList<>();
            try (ShardReader reader = ShardReader.open(path(folder), part, hadoop)) {
                reader.forEachRemaining(read::add);
            }
            assertThat(read).isEqualTo(documents());
            assertThat(mutant.content()).isEqualTo(mutant.original());
        });
    }

    private ShardPart part(String name, Split split) throws IOException {
        GzipLines written = GzipLines.write(
                path(folder.resolve(name)),
                path(folder.resolve("_attempts")),
                documents().stream().map(Json::line).iterator(),
                hadoop);
        return new ShardPart(name, split, written.lines(), written.bytes(), written.sha256());
    }

    private static List<Document> documents() {
        return IntStream.range(0, DOCUMENTS)
                .mapToObj(k -> new Document("id-" + k, "The größte text\nof number " + k * k))
                .toList();
    }

    private static org.apache.hadoop.fs.Path path(Path local) {
        return new org.apache.hadoop.fs.Path(local.toUri());
    }
}
