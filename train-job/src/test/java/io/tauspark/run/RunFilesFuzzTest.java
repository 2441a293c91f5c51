package io.tauspark.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.fuzz.JsonDamage;
import io.tauspark.fuzz.Mutants;
import io.tauspark.report.RunDirectories;
import io.tauspark.report.RunReport;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class RunFilesFuzzTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void run() throws IOException {
        List<String> metrics = new ArrayList<>();
        for (int step = 10; step <= 40; step += 10) {
            metrics.add(RunDirectories.training(step, 5 - step / 50.0, 2));
        }
        metrics.add(RunDirectories.validation(40, 4));
        RunDirectories.write(folder, "metrics.jsonl", metrics.toArray(String[]::new));
        RunDirectories.write(
                folder,
                "events.jsonl",
                RunDirectories.events(
                                "\"event\":\"start\",\"step\":0,\"workers\":2",
                                "\"event\":\"recalibration\",\"step\":30,\"tau_before\":[1,2],\"tau_after\":[3,3],\"layers\":[0,0]",
                                "\"event\":\"retry\",\"step\":40,\"attempt\":2,\"cause\":\"executor 1 was lost\"",
                                "\"event\":\"finished\",\"step\":40,\"attempt\":2")
                        .toArray(String[]::new));
        RunDirectories.write(
                folder,
                "workers.jsonl",
                "{\"time\":\"2026-01-01T00:00:00Z\",\"attempt\":1,\"rank\":0,\"host\":\"here\",\"phase\":\"TRAINING\",\"step\":0}",
                "{\"time\":\"2026-01-01T00:04:00Z\",\"attempt\":2,\"rank\":0,\"host\":\"there\",\"phase\":\"FINISHED\",\"step\":40}");
        RunDirectories.write(folder, "samples.jsonl", "{\"step\":40,\"prompt\":\"the <dog>\",\"text\":\"größer\"}");
        RunDirectories.write(
                folder,
                "diagnosis.json",
                "{\"correlation\":{\"all\":{\"r\":0.9,\"points\":2},\"without_recalibrations\":{\"r\":null,\"points\":1},"
                        + "\"layers\":[],\"text\":\"It falls with the loss.\"},\"epiplexity\":{\"bits\":1234,\"tokens\":10000,"
                        + "\"end_loss\":3.1,\"text\":\"A rough one.\"},\"collapses\":[{\"step\":60,\"layer\":0,\"head\":1,"
                        + "\"reason\":\"its spread is gone\"}]}");
        RunDirectories.write(
                folder,
                "provenance.json",
                "{\"created\":\"2026-01-01T00:05:00Z\",\"revision\":\"0123456789abcdef0123456789abcdef01234567-dirty\","
                        + "\"config\":{\"data\":\"shards\",\"steps\":100,\"seed\":42,\"rate\":{\"peak\":0.01},"
                        + "\"model\":{\"layers\":2,\"attention\":[[\"TAU\"],[\"DOT\"]]}},"
                        + "\"inputs\":{\"workers\":[{\"rank\":0,\"host\":\"there\",\"executor\":\"2\",\"device\":\"cpu()\","
                        + "\"parameters\":12345,\"unigramLoss\":5.0,\"validationTokens\":100,\"validationBytes\":100}]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics.jsonl",
                "events.jsonl",
                "workers.jsonl",
                "samples.jsonl",
                "diagnosis.json",
                "provenance.json"
            })
    void aPageIsMadeOfARunWhateverIsDamaged(String name) throws IOException {
        Path file = folder.resolve(name);
        Mutants.Tally tally = Mutants.of(
                        "report-" + name,
                        List.of(Files.readAllBytes(file)),
                        name.endsWith(".json") ? JsonDamage::damage : JsonDamage::damageLine)
                .oneIn(10)
                .check(name, mutant -> {
                    Files.write(file, mutant.content());
                    String html = RunReport.html(new org.apache.hadoop.fs.Path(folder.toUri()), new Configuration());
                    assertThat(html).doesNotContain("<script").hasSizeLessThan(MEGABYTE + mutant.content().length * 6);
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new InputSource(new StringReader(html)));
                });
        assertThat(tally.refused()).isZero();
    }
}
