package io.tauspark.bench.corpora;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.shards.Document;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCorpusTest {
    @TempDir
    private Path directory = Path.of("");

    @Test
    void takesSourceFilesWithoutTheirLicence() throws IOException {
        Path archive = archive(
                "A.java", "/* Licensed to somebody. */\n\nclass A {}\n", "B.scala", "object B\n", "c.txt", "no");
        assertThat(SourceCorpus.documents(archive, 1000))
                .containsExactlyInAnyOrder(
                        new Document("sample-1.0/A.java", "class A {}\n"),
                        new Document("sample-1.0/B.scala", "object B\n"));
    }

    @Test
    void stopsAtTheLimitWithWholeFilesOfAnOrderThatNamesDecide() throws IOException {
        Path archive = archive("A.java", "class A {}", "B.java", "class B {}", "C.java", "class C {}");
        Path other = archive("C.java", "class C {}", "B.java", "class B {}", "A.java", "class A {}");
        List<Document> taken = SourceCorpus.documents(archive, 25);
        assertThat(taken).hasSize(2).isEqualTo(SourceCorpus.documents(other, 25));
    }

    @Test
    void keepsCommentsThatSayMoreThanALicence() {
        assertThat(SourceCorpus.withoutLicence("/** A list. */ class A {}")).isEqualTo("/** A list. */ class A {}");
        assertThat(SourceCorpus.withoutLicence("/* Copyright 1999 */ /* A list. */"))
                .isEqualTo("/* A list. */");
        assertThat(SourceCorpus.withoutLicence("/* never closed license")).isEqualTo("/* never closed license");
    }

    private Path archive(String... namesAndTexts) throws IOException {
        Path archive = Files.createTempDirectory(directory, "archive").resolve("sample-1.0-sources.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
        return archive;
    }
}
