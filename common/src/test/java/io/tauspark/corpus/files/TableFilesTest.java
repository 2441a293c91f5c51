package io.tauspark.corpus.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.CorpusConfig.TextUnit;
import io.tauspark.shards.CorpusFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableFilesTest {
    private static final String ICEBERG = "00001-0e3c1b5e-5d5c-4f0c-9c53-1f0a2a6a9f10.metadata.json";

    private final Path directory;
    private final Configuration hadoop = new Configuration();

    TableFilesTest(@TempDir Path directory) {
        this.directory = directory;
        hadoop.set("fs.viewfs.mounttable.lake.link./far", directory.toUri().toString());
        // Each test has a mount of its own.
        hadoop.setBoolean("fs.viewfs.impl.disable.cache", true);
    }

    private void file(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @BeforeEach
    void makeTables() throws IOException {
        file("delta/_delta_log/00000000000000000000.json", "{}");
        file("delta/day=1/part-00000-a.c000.snappy.parquet", "rows");
        file("delta/top.parquet", "rows");
        file("lake/iceberg/metadata/" + ICEBERG, "{\n  \"format-version\" : 2,");
        file("lake/iceberg/data/p=1/00000-0-a.parquet", "rows");
        file("lake/plain/a.parquet", "rows");
        file("hudi/.hoodie/hoodie.properties", "hoodie.table.name=h");
        file("hudi/p/a_1.parquet", "rows");
        file("hadoop/metadata/v3.gz.metadata.json", "packed");
        file("hadoop/metadata/version-hint.text", "3");
        file("hadoop/a.parquet", "rows");
    }

    private void check(String input, Format format) throws IOException {
        CorpusConfig config =
                new CorpusConfig(input, format, TextUnit.LINE, new CorpusFields("text", "id"), "", 1, 0, 1 << 20);
        TableFiles.requireNone(InputFiles.of(input, hadoop), config, hadoop);
    }

    @ParameterizedTest
    @CsvSource({
        "delta,                         delta,        Delta Lake, _delta_log",
        "delta/day=1,                   delta,        Delta Lake, _delta_log",
        "delta/day=*/*.parquet,         delta,        Delta Lake, _delta_log",
        "delta/top.parquet,             delta,        Delta Lake, _delta_log",
        "lake,                          lake/iceberg, Iceberg,    metadata",
        "lake/*/data,                   lake/iceberg, Iceberg,    metadata",
        "lake/iceberg/data/p=1,         lake/iceberg, Iceberg,    metadata",
        "hadoop,                        hadoop,       Iceberg,    metadata",
        "hudi,                          hudi,         Hudi,       .hoodie",
        "hudi/p/a_1.parquet,            hudi,         Hudi,       .hoodie",
    })
    void filesOfATableAreRefusedHereAndFarAway(String input, String table, String title, String mark) {
        for (String place : new String[] {"file:" + directory, "viewfs://lake/far"}) {
            for (Format format : new Format[] {Format.PARQUET, Format.JSONL}) {
                assertThatThrownBy(() -> check(place + "/" + input, format))
                        .isInstanceOf(InvalidInput.class)
                        .hasMessageStartingWith("input '%s/%s' holds files of '", place, input)
                        .hasMessageContainingAll(
                                "/" + table + "', a table of " + title + " (it has " + mark + ")",
                                "spark.read.format(",
                                "/" + table + "\").write.parquet(\"rows\")");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lake/plain", "lake/pl*", "lake/plain/a.parquet"})
    void otherFilesBesideATableAreRead(String input) {
        assertThatCode(() -> check(directory + "/" + input, Format.PARQUET)).doesNotThrowAnyException();
        assertThatCode(() -> check("viewfs://lake/far/" + input, Format.PARQUET))
                .doesNotThrowAnyException();
    }

    @Test
    void directoriesThatOnlyHaveSuchNamesAreNoTables() throws IOException {
        file("corpus/metadata/schema.json", "{}");
        file("corpus/metadata/v1.metadata.json", "{\"title\": \"notes\"}");
        file("corpus/metadata.json", "{}");
        file("corpus/_delta_log/notes.txt", "kept by hand");
        file("corpus/.hoodie/notes.txt", "kept by hand");
        file("corpus/data/a.parquet", "rows");
        assertThatCode(() -> check(directory + "/corpus", Format.PARQUET)).doesNotThrowAnyException();
        assertThatCode(() -> check(directory + "/corpus/data/a.parquet", Format.PARQUET))
                .doesNotThrowAnyException();
    }

    @Test
    void linesOfTextInsideATableAreNoneOfItsRows() throws IOException {
        file("delta/notes/a.jsonl", "{}");
        assertThatCode(() -> check(directory + "/delta/notes", Format.JSONL)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(directory + "/delta/notes", Format.PARQUET))
                .hasMessageContaining("Delta Lake");
    }
}
