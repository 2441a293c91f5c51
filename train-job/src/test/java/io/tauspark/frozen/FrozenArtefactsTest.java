package io.tauspark.frozen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.generate.GenerateJob;
import io.tauspark.job.JobCommand;
import io.tauspark.memory.DomainMemory;
import io.tauspark.report.ReportJob;
import io.tauspark.shards.Document;
import io.tauspark.shards.ShardManifest;
import io.tauspark.shards.ShardPart;
import io.tauspark.shards.ShardReader;
import io.tauspark.shards.Split;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shards, a memory and runs that version 0.1.0 wrote before run files had types, as users have them on disk. They were
 * made of 160 sentences about birds; {@code run} was killed after step 40 and resumed, {@code rounds} ran in rounds. The
 * page of {@code run} has two phrases that its version worded otherwise: "gone on with" for "resumed".
 */
class FrozenArtefactsTest {
    private static final Path VERSION = version("0.1.0");

    @TempDir
    private Path folder = Path.of("");

    private static Path version(String name) {
        URL found = Objects.requireNonNull(FrozenArtefactsTest.class.getResource(name));
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static org.apache.hadoop.fs.Path directory(String name) {
        return new org.apache.hadoop.fs.Path(VERSION.resolve(name).toUri());
    }

    private static List<String> elements(Path page) throws IOException {
        return List.of(Files.readString(page).split("(?<=>)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "rounds"})
    void aRunHasThePageThatItHadByteForByte(String run) throws IOException {
        Path page = folder.resolve("page.html");
        ReportJob.run(ReportJob.configure("run=" + VERSION.resolve(run), "output=" + page));
        // By elements first, because a difference between two whole pages is shown as two whole pages.
        Path frozen = VERSION.resolve(run).resolve("report.html");
        assertThat(elements(page)).containsExactlyElementsOf(elements(frozen));
        assertThat(page).hasSameBinaryContentAs(frozen);
    }

    /** Up to its context of 32 tokens. What is further back was left out of all layers then, and now out of each layer. */
    @Test
    void aModelContinuesAPromptAsItDid() throws IOException {
        String text = GenerateJob.run(
                GenerateJob.configure("model=" + VERSION.resolve("run"), "prompt=In summer a heron", "tokens=15"));
        assertThat(text).isEqualTo("In summer a heroneildes eertnfg ");
    }

    /** As spark-submit hands on {@code --conf} and {@code spark-defaults.conf}. */
    @Test
    void aRunOnAFileSystemThatSparkWasToldOfIsReadAndItsPageWritten() throws IOException {
        Map<String, String> told = Map.of(
                "spark.hadoop.fs.viewfs.mounttable.far.link./frozen",
                        VERSION.toUri().toString(),
                "spark.hadoop.fs.viewfs.mounttable.far.link./made",
                        folder.toUri().toString());
        told.forEach(System::setProperty);
        try {
            assertThat(JobCommand.execute(new GenerateJob(), new String[] {
                        "--set", "model=viewfs://far/frozen/run", "--prompt", "In summer", "--set", "tokens=2"
                    }))
                    .isZero();
            assertThat(JobCommand.execute(new ReportJob(), new String[] {
                        "--run", "viewfs://far/frozen/run", "--output", "viewfs://far/made/page.html"
                    }))
                    .isZero();
        } finally {
            told.keySet().forEach(System::clearProperty);
        }
        assertThat(folder.resolve("page.html"))
                .hasSameBinaryContentAs(VERSION.resolve("run").resolve("report.html"));
    }

    @Test
    void shardsHaveTheirDocuments() throws IOException {
        Configuration hadoop = new Configuration();
        org.apache.hadoop.fs.Path shards = directory("shards");
        ShardManifest manifest = ShardManifest.read(shards, hadoop);
        manifest.verify(shards, hadoop);
        assertThat(manifest.documents(Split.TRAIN)).isEqualTo(130);
        List<Document> validation = new ArrayList<>();
        for (ShardPart part : manifest.parts(Split.VALIDATION)) {
            try (ShardReader reader = ShardReader.open(shards, part, hadoop)) {
                reader.forEachRemaining(validation::add);
            }
        }
        assertThat(validation)
                .hasSize(8)
                .contains(new Document("note-141", "In summer a robin hunts sandhoppers along the garden."));
    }

    @Test
    void aMemoryLoadsAsTheReleaseThatItWas() throws IOException {
        DomainMemory memory = DomainMemory.load(directory("memory"), new Configuration());
        assertThat(memory.directory().getName()).isEqualTo("20261127T110746Z");
        assertThat(memory.sha256()).isEqualTo("0add62071c8413e17fa58e5be21eaeae8e642de00b41411a2729529f6bbabfac");
        assertThat(memory.laplacian().size()).isEqualTo(32);
        assertThat(memory.tau()).hasValueCloseTo(3.98274, within(5e-6));
    }
}
