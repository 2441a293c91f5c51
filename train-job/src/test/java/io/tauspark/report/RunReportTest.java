package io.tauspark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class RunReportTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    private Document page(Path run) {
        try {
            String html = RunReport.html(new org.apache.hadoop.fs.Path(run.toString()), new Configuration());
            assertThat(html).doesNotContain("http", "<script", "NaN").hasSizeLessThan(MEGABYTE);
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(html)));
        } catch (Exception malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static List<String> texts(Document page, String element) {
        NodeList found = page.getElementsByTagName(element);
        return IntStream.range(0, found.getLength())
                .mapToObj(k -> found.item(k).getTextContent())
                .toList();
    }

    private static String text(Document page) {
        return page.getElementsByTagName("main").item(0).getTextContent();
    }

    private Path complete(String name) throws IOException {
        Path run = folder.resolve(name);
        List<String> metrics = new ArrayList<>();
        for (int step = 10; step <= 100; step += 10) {
            metrics.add(RunDirectories.training(step, 5 - step / 50.0, 3));
        }
        metrics.add(RunDirectories.validation(50, 4));
        metrics.add(RunDirectories.validation(100, 3.25));
        RunDirectories.write(run, "metrics.jsonl", metrics.toArray(String[]::new));
        List<String> events = RunDirectories.events(
                "\"event\":\"start\",\"step\":0,\"workers\":2",
                "\"event\":\"skipped\",\"step\":20,\"reason\":\"loss <oops> & more\",\"skipped\":1",
                "\"event\":\"recalibration\",\"step\":30,\"tau_before\":[1,2],\"tau_after\":[3,3],\"layers\":[0,0]",
                "\"event\":\"retry\",\"step\":40,\"attempt\":2,\"cause\":\"executor 1 was lost\"",
                "\"event\":\"finished\",\"step\":100,\"attempt\":2");
        RunDirectories.write(run, "events.jsonl", events.toArray(String[]::new));
        RunDirectories.write(
                run,
                "workers.jsonl",
                "{\"time\":\"2026-01-01T00:00:00Z\",\"attempt\":1,\"rank\":0,\"host\":\"here\",\"phase\":\"TRAINING\",\"step\":0}",
                "{\"time\":\"2026-01-01T00:03:30Z\",\"attempt\":2,\"rank\":0,\"host\":\"there\",\"phase\":\"TRAINING\",\"step\":40}",
                "{\"time\":\"2026-01-01T00:04:00Z\",\"attempt\":2,\"rank\":0,\"host\":\"there\",\"phase\":\"FINISHED\",\"step\":100}");
        RunDirectories.write(
                run,
                "samples.jsonl",
                "{\"step\":50,\"prompt\":\"the <dog>\",\"text\":\"]]></pre><script>\\u0000 & so on\"}");
        RunDirectories.write(
                run,
                "diagnosis.json",
                "{\"correlation\":{\"all\":{\"r\":0.9,\"points\":2},\"without_recalibrations\":{\"r\":null,\"points\":1},"
                        + "\"layers\":[],\"text\":\"It falls with the loss.\"},\"epiplexity\":{\"bits\":1234,\"tokens\":10000,"
                        + "\"end_loss\":3.1,\"text\":\"A rough one.\"},\"collapses\":[{\"step\":60,\"layer\":0,\"head\":1,"
                        + "\"reason\":\"its spread is gone\"}]}");
        return RunDirectories.write(
                run,
                "provenance.json",
                "{\"created\":\"2026-01-01T00:05:00Z\",\"revision\":\"0123456789abcdef0123456789abcdef01234567-dirty\","
                        + "\"config\":{\"data\":\"shards\",\"steps\":100,\"seed\":42,\"rate\":{\"peak\":0.01},"
                        + "\"model\":{\"layers\":2,\"attention\":[[\"TAU\"],[\"DOT\"]]}},"
                        + "\"inputs\":{\"workers\":[{\"rank\":0,\"host\":\"there\",\"executor\":\"2\",\"device\":\"cpu()\","
                        + "\"parameters\":12345,\"unigramLoss\":5.0,\"validationTokens\":100,\"validationBytes\":100}]}}");
    }

    @Test
    void tellsFirstHowItWent() throws IOException {
        Document page = page(complete("mine"));
        assertThat(texts(page, "h1")).containsExactly("Training “mine”");
        assertThat(text(page))
                .contains("attention tau in 1, dot in 1 layers")
                .contains("Finished. Validation loss 3.250 nats per token, 1.750 below")
                .contains("1 skipped step: the loss or the gradient was not sound, at step 20.")
                .contains("1 failed attempt that another followed, at step 40.")
                .contains("3.250 ± 0.030", "25.79", "2.500", "5.000 · 7.213", "12,345", "10,000", "4 min 00 s");
    }

    @Test
    void isAboutTheModelThatWasPublished() throws IOException {
        Path run = ended("STEPS", 100, "{\"rule\":\"BEST\",\"step\":50,\"loss\":4.0,\"averaged\":[]}");
        Document page = page(run);
        assertThat(text(page))
                .contains("Finished. Validation loss 4.000 nats per token, 1.000 below", "4.000 ± 0.030")
                .contains(
                        "The published model is that of step 50, which scored best; the last, of step 100, has 3.2500 nats");
        assertThat(texts(page, "title")).contains("published model, 50");
        assertThat(text(page(ended("STEPS", 100, "{\"rule\":\"LAST\",\"step\":100,\"loss\":3.25,\"averaged\":[]}"))))
                .contains("Validation loss 3.250", "The published model is that of the last step, 100.");
        assertThat(text(page(
                        ended("STEPS", 100, "{\"rule\":\"AVERAGE\",\"step\":100,\"loss\":3.0,\"averaged\":[50,100]}"))))
                .contains(
                        "Validation loss 3.000",
                        "the mean of those of steps 50, 100; the last alone has 3.2500",
                        "4.328");
    }

    @Test
    void saysIfItEndedEarly() throws IOException {
        Path run = ended("PATIENCE", 100, "{\"rule\":\"BEST\",\"step\":100,\"loss\":3.25,\"averaged\":[]}");
        assertThat(text(page(run)))
                .contains(
                        "Finished early, after step 100 of 100, because the validation loss stood still. Validation loss 3.250");
    }

    @Test
    void passesOverADamagedEndAndSaysSo() throws IOException {
        Path run = ended("BOREDOM", 100, "{}");
        assertThat(text(page(run)))
                .contains("Finished. Validation loss 3.250")
                .contains("run.json is damaged and was passed over");
    }

    private Path ended(String reason, int step, String published) throws IOException {
        return RunDirectories.write(
                complete("ended"),
                "run.json",
                "{\"settings\":{},\"data\":\"d\",\"memory\":null,\"end\":{\"step\":" + step + ",\"reason\":\"" + reason
                        + "\",\"loss\":3.25,\"published\":" + published + "}}");
    }

    @Test
    void hasEverySectionInTheOrderOfItsQuestions() throws IOException {
        Document page = page(complete("mine"));
        assertThat(texts(page, "h2"))
                .containsExactly(
                        "Learning",
                        "λ of queries and keys",
                        "What heads look at",
                        "Temperature and τ",
                        "Saturation and gradients",
                        "Diagnosis",
                        "Throughput",
                        "Workers",
                        "What it wrote",
                        "Events",
                        "Settings",
                        "Where it comes from");
        assertThat(texts(page, "title"))
                .contains(
                        "layer 0, head 2 (tau): 12.5 effective keys of 50 visible, 25 %; entropy 2.25 nats",
                        "validation at 100: 3.25 ± 0.06", "recalibration, 30", "attempt 2, executor 1 was lost");
        assertThat(texts(page, "figcaption")).contains("layer 0 · tau", "layer 1 · dot");
    }

    @Test
    void showsWhatModelsAndErrorsSayAsText() throws IOException {
        Document page = page(complete("mine"));
        assertThat(texts(page, "pre")).containsExactly("]]></pre><script>\uFFFD & so on");
        assertThat(text(page)).contains("loss <oops> & more", "“the <dog>”");
    }

    @Test
    void saysInPlainWordsWhatWasDiagnosed() throws IOException {
        assertThat(text(page(complete("mine"))))
                .contains("One head collapsed.", "layer 0, head 1, step 60: its spread is gone")
                .contains("It falls with the loss.", "1,234 bits over 10,000 tokens", "A rough one.");
    }

    @Test
    void namesTheSettingsThatDifferFromTheDefaultsFirst() throws IOException {
        Document page = page(complete("mine"));
        List<String> cells = texts(page, "td");
        int peak = cells.indexOf("rate.peak");
        assertThat(cells.subList(peak, peak + 3)).containsExactly("rate.peak", "0.01", "0.002");
        assertThat(cells).contains("model.attention").doesNotContain("seed", "data");
        assertThat(texts(page, "dt")).contains("seed", "data");
        assertThat(texts(page, "dd")).contains("0123456789ab…-dirty", "2026-01-01 00:05 UTC");
    }

    @Test
    void aLostWorkerWorksNoLongerThanItsAttempt() throws IOException {
        List<String> cells = texts(page(complete("mine")), "td");
        int worker = cells.indexOf("here, there");
        // From the start to the retry at 3 min, and half a minute after it.
        assertThat(cells.subList(worker, worker + 5)).containsExactly("here, there", "2", "0 s", "0 s", "3 min 30 s");
    }

    @Test
    void aTrainingInProgressIsNotFinishedAndLacksWhatComesLast() throws IOException {
        Path run = complete("mine.unfinished");
        Files.delete(run.resolve("provenance.json"));
        Files.delete(run.resolve("diagnosis.json"));
        RunDirectories.write(run, "run.json", "{\"settings\":{\"steps\":400,\"rate.peak\":0.01}}");
        List<String> events = RunDirectories.events("\"event\":\"start\",\"step\":0,\"workers\":4");
        RunDirectories.write(run, "events.jsonl", events.toArray(String[]::new));
        Document page = page(run);
        assertThat(texts(page, "h1")).containsExactly("Training “mine”");
        assertThat(text(page))
                .contains("Not finished: at step 100 of 400. Validation loss 3.250 nats per token.")
                .contains("provenance.json: the unigram baseline", "diagnosis.json: whether");
        assertThat(texts(page, "h2")).doesNotContain("Diagnosis").endsWith("Not in this run");
    }

    @Test
    void aTrainingThatFailedSaysWhy() throws IOException {
        List<String> events = RunDirectories.events(
                "\"event\":\"start\",\"step\":0,\"workers\":2", "\"event\":\"failed\",\"cause\":\"the disk is full\"");
        Path run = RunDirectories.write(folder.resolve("lost"), "events.jsonl", events.toArray(String[]::new));
        assertThat(text(page(run)))
                .contains("Failed at step 0. The validation set has not been scored.", "It failed: the disk is full.");
    }

    @Test
    void aRunOfAnOlderVersionIsShownAsFarAsItGoes() throws IOException {
        Path run = RunDirectories.write(
                folder.resolve("old"),
                "metrics.jsonl",
                "{\"step\":1,\"split\":\"train\",\"loss\":5.5,\"lr\":0.001,\"tokens\":100,\"tokens_per_second\":50,"
                        + "\"layers\":[{\"layer\":0,\"lambda\":{\"p05\":0.1,\"p50\":0.5,\"p95\":0.9},"
                        + "\"heads\":[{\"temperature\":0.1,\"tau\":1.7}]}]}");
        Document page = page(run);
        assertThat(texts(page, "h2")).contains("λ of queries and keys").doesNotContain("What heads look at", "Workers");
        assertThat(text(page)).contains("effective keys and entropy of heads in metrics.jsonl");
    }

    @Test
    void damagedLinesAndNumbersThatAreNoneArePassedOver() throws IOException {
        Path run = RunDirectories.write(
                folder.resolve("torn"),
                "metrics.jsonl",
                "{\"step\":1,\"split\":\"train\",\"loss\":null,\"grad_norm\":null,\"layers\":[]}",
                "[1]",
                "{\"step\":2,\"split\":\"train\",\"loss\":\"NaN\"}",
                "{\"step\":3,\"split\":\"tra");
        RunDirectories.write(run, "diagnosis.json", "{");
        assertThat(text(page(run)))
                .contains("damaged lines of metrics.jsonl were passed over: 2", "diagnosis.json is damaged")
                .contains("No loss was recorded.");
    }

    @Test
    void aHundredThousandLinesMakeAPageOfBoundedSizeThatKeepsExtremes() throws IOException {
        Path run = folder.resolve("long");
        Files.createDirectories(run);
        try (var out = Files.newBufferedWriter(run.resolve("metrics.jsonl"))) {
            for (int step = 1; step <= 100_000; step++) {
                out.write(RunDirectories.training(step, step == 77_777 ? 1234.5 : 3 + Math.sin(step), 2));
                out.newLine();
            }
        }
        assertThat(texts(page(run), "text")).as("ticks up to the one high loss").contains("1,500");
    }

    @Test
    void aDirectoryWithoutARunIsRefusedWithWhatToGive() throws IOException {
        complete("mine.unfinished");
        for (String wrong : List.of("nothing", "mine")) {
            assertThatThrownBy(() -> RunReport.html(
                            new org.apache.hadoop.fs.Path(folder.resolve(wrong).toString()), new Configuration()))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("holds no run")
                    .hasMessageContaining(wrong.equals("mine") ? "mine.unfinished" : "give the output of a training");
        }
    }
}
