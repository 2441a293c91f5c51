package io.tauspark.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.CorpusConfig.TextUnit;
import io.tauspark.corpus.read.Corpus;
import io.tauspark.shards.CorpusFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusFuzzTest {
    private static final int RECORD_LIMIT = 1 << 19;
    private static final int ROWS = 30;

    /** Mutants that are read at once, and those of them that share a file: what is slow is not the reading. */
    private static final int BATCH = 2_000;

    private static final int FILE_MUTANTS = 50;

    /** Stands for the name of a mutant in its ids, so that they differ. */
    private static final String MUTANT = "@@";

    private final SparkSession spark = SparkSession.builder()
            .master("local[2]")
            .appName("fuzz")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();

    @AfterAll
    void stop() {
        spark.stop();
    }

    @Test
    void everyLineOfDamagedFilesIsADocumentOrCountedAsRejected(@TempDir Path folder) throws IOException {
        List<Mutant> mutants = Mutants.of(
                        "jsonl", List.of(lines(), lines()), JsonDamage::damageLine, JsonDamage::damageLine)
                .all();
        for (int from = 0; from < mutants.size(); from += BATCH) {
            Path batch = Files.createDirectories(folder.resolve("batch-" + from));
            Lines expected = new Lines();
            for (int first = from; first < Math.min(from + BATCH, mutants.size()); first += FILE_MUTANTS) {
                String file = "from-" + first + ".jsonl";
                ByteArrayOutputStream content = new ByteArrayOutputStream();
                int line = 1;
                for (Mutant mutant : mutants.subList(first, Math.min(first + FILE_MUTANTS, mutants.size()))) {
                    byte[] whole = Bytes.join(numbered(mutant.content(), mutant.name()), new byte[] {'\n'});
                    content.write(whole);
                    line = expected.add(mutant.name(), whole, file, line);
                }
                Files.write(batch.resolve(file), content.toByteArray());
            }
            try (Corpus corpus = Corpus.read(spark, config(batch, Format.JSONL))) {
                expected.compare(corpus);
            }
        }
    }

    @Test
    void aDamagedCompressedFileIsRefusedOrReadWhole(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(lines());
        }
        Path file = folder.resolve("corpus.jsonl.gz");
        Map<String, String> whole = documents(lines());
        Mutants.of("gzip", List.of(compressed.toByteArray()))
                .oneIn(25)
                .withSpark()
                .check("corpus.jsonl.gz", mutant -> {
                    Files.write(file, mutant.content());
                    assertThat(read(file, Format.JSONL)).isEqualTo(whole);
                });
    }

    @Test
    void aDamagedParquetFileIsRefusedOrReadWhole(@TempDir Path folder) throws IOException {
        List<Row> rows = IntStream.range(0, ROWS)
                .mapToObj(k -> RowFactory.create("id-" + k, "text number " + k + ", größer"))
                .toList();
        Path written = folder.resolve("written");
        spark.createDataFrame(rows, StructType.fromDDL("id string, text string"))
                .coalesce(1)
                .write()
                .parquet(written.toString());
        byte[] sound;
        try (var files = Files.list(written)) {
            sound = Files.readAllBytes(files.filter(each -> each.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow());
        }
        Map<String, String> whole =
                rows.stream().collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(1)));
        Path file = folder.resolve("corpus.parquet");
        Mutants.of("parquet", List.of(sound), ParquetDamage::damage)
                .oneIn(25)
                .withSpark()
                .check("corpus.parquet", mutant -> {
                    Files.write(file, mutant.content());
                    assertThat(read(file, Format.PARQUET)).isEqualTo(whole);
                });
    }

    private Map<String, String> read(Path input, Format format) {
        try (Corpus corpus = Corpus.read(spark, config(input, format))) {
            return documents(corpus);
        }
    }

    private static Map<String, String> documents(Corpus corpus) {
        return corpus.documents().collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getString(0), row -> row.getString(1)));
    }

    private static Map<String, String> documents(byte[] lines) {
        return new String(lines, StandardCharsets.UTF_8)
                .lines()
                .map(line -> ReferenceLine.of(line.getBytes(StandardCharsets.UTF_8), RECORD_LIMIT))
                .filter(line -> line.kind() == ReferenceLine.Kind.DOCUMENT)
                .collect(Collectors.toMap(ReferenceLine::id, ReferenceLine::text));
    }

    private static CorpusConfig config(Path input, Format format) {
        return new CorpusConfig(
                input.toString(), format, TextUnit.LINE, new CorpusFields("text", "id"), "", RECORD_LIMIT, 1, 1 << 27);
    }

    private static byte[] lines() {
        List<String> lines = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            lines.add(String.format(
                    Locale.ROOT,
                    "{\"id\":\"%s-%d\",\"text\":\"text %d, größer and \\u00e4 \\\"quoted\\\"\",\"more\":[1,{\"x\":null}]}",
                    MUTANT,
                    k,
                    k));
        }
        lines.add(2, "");
        lines.add(4, "{\"id\":\"" + MUTANT + "-list\",\"text\":[\"first line\",\"second line\"]}");
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] numbered(byte[] content, String name) {
        return new String(content, StandardCharsets.ISO_8859_1)
                .replace(MUTANT, name)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What the lines of some files are, by the reference. */
    private static final class Lines {
        private final Set<String> refused = new HashSet<>();
        private final Set<String> either = new HashSet<>();
        private final Set<String> unsure = new HashSet<>();
        private final Map<String, List<ReferenceLine>> documents = new HashMap<>();
        private final Map<String, String> places = new HashMap<>();
        private long records;

        /** @return the number of the line after those of the mutant */
        int add(String mutant, byte[] content, String file, int firstLine) {
            int number = firstLine;
            int from = 0;
            for (int end = 0; end < content.length; end++) {
                if (content[end] == '\n') {
                    add(mutant, file + ":" + number, ReferenceLine.of(Bytes.part(content, from, end), RECORD_LIMIT));
                    from = end + 1;
                    number++;
                }
            }
            return number;
        }

        private void add(String mutant, String place, ReferenceLine line) {
            records += line.kind() == ReferenceLine.Kind.BLANK ? 0 : 1;
            switch (line.kind()) {
                case DOCUMENT -> {
                    documents
                            .computeIfAbsent(line.id(), id -> new ArrayList<>())
                            .add(line);
                    places.put(place, line.id());
                }
                case NO_DOCUMENT -> refused.add(place);
                case EITHER -> {
                    either.add(place);
                    // It may claim the id of any line of its mutant.
                    unsure.add(mutant + "-");
                }
                case BLANK -> {}
            }
        }

        void compare(Corpus corpus) {
            assertThat(corpus.summary().records()).isEqualTo(records);
            Set<String> rejected = new HashSet<>();
            Set<String> clashes = new HashSet<>();
            for (Row row : corpus.summary().rejected().collectAsList()) {
                String name = row.getString(1).substring(row.getString(1).lastIndexOf('/') + 1);
                (row.getString(0).equals("duplicate-id") ? clashes : rejected).add(name + ":" + row.getLong(2));
            }
            assertThat(rejected).containsAll(refused);
            rejected.removeAll(refused);
            assertThat(either).containsAll(rejected);
            Map<String, String> read = CorpusFuzzTest.documents(corpus);
            // Without an id of its own a document gets one from its text.
            documents.forEach((id, claims) -> claims.stream()
                    .filter(claim -> id.isBlank())
                    .forEach(claim ->
                            assertThat(read.containsValue(claim.text())).isTrue()));
            documents.forEach((id, claims) -> {
                if (!id.isBlank() && isSure(id)) {
                    assertThat(claims).extracting(ReferenceLine::text).contains(read.get(id));
                }
            });
            clashes.removeAll(either);
            assertThat(clashes).allSatisfy(place -> {
                String id = places.getOrDefault(place, "");
                assertThat(documents.getOrDefault(id, List.of()).size() > 1 || !isSure(id))
                        .isTrue();
            });
        }

        private boolean isSure(String id) {
            return unsure.stream().noneMatch(id::startsWith);
        }
    }
}
