package io.tauspark.train.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.observe.JsonLines;
import io.tauspark.run.EventLine;
import io.tauspark.run.RunFiles;
import io.tauspark.run.TrainingLine;
import io.tauspark.store.Json;
import io.tauspark.store.Provenance;
import io.tauspark.testing.FakeMlflow;
import io.tauspark.train.config.TrainConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowRunTest {
    /** Long enough for a busy machine. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(200);

    private final Configuration hadoop = new Configuration();
    private final FakeMlflow server = new FakeMlflow();

    @TempDir
    private java.nio.file.Path directory = java.nio.file.Path.of("");

    MlflowRunTest() throws IOException {}

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aTrainingIsARunWithItsSettingsNumbersStatusAndFiles() throws IOException {
        for (String file : List.of(RunFiles.REPORT, RunFiles.IDENTITY, RunFiles.DIAGNOSIS)) {
            Files.writeString(directory.resolve(file), "content of " + file);
        }
        long before = System.currentTimeMillis();
        MlflowRun run =
                begin(Map.of("seed", number("42"), "text", Json.tree("\"" + "x".repeat(7000) + "\"", "a text")));
        run.line(line(10, 2.5));
        run.line(line(20, 1.5));
        run.end(MlflowRun.Status.FINISHED);
        run.close();
        assertThat(run.failure()).isEmpty();

        assertThat(only("experiments/create").content().path("name").asText()).isEqualTo("tauspark");
        JsonNode created = only("runs/create").content();
        assertThat(created.path("experiment_id").asText()).isEqualTo("7");
        assertThat(created.path("run_name").asText()).isEqualTo("out");
        assertThat(created.path("start_time").asLong()).isBetween(before, System.currentTimeMillis());
        assertThat(values(created.path("tags")))
                .containsEntry("tauspark.output", "file:/my/out")
                .containsEntry("tauspark.revision", Provenance.builtFrom());
        assertThat(values(only("runs/log-batch", "params").path("params")))
                .containsEntry("seed", "42")
                .hasEntrySatisfying(
                        "text", text -> assertThat(text).hasSize(6000).endsWith("x…"));
        assertThat(server.logged("metrics"))
                .filteredOn(metric -> metric.path("key").asText().equals("loss/train"))
                .satisfiesExactly(
                        first -> assertThat(first.path("value").asDouble()).isEqualTo(2.5), second -> {
                            assertThat(second.path("value").asDouble()).isEqualTo(1.5);
                            assertThat(second.path("step").asInt()).isEqualTo(20);
                            assertThat(second.path("timestamp").asLong()).isBetween(before, System.currentTimeMillis());
                        });
        assertThat(server.statuses()).containsExactly("FINISHED");
        assertThat(only("runs/update").content().path("end_time").asLong()).isGreaterThanOrEqualTo(before);
        assertThat(server.artefacts())
                .hasSize(3)
                .containsEntry("7/run-1/artifacts/report.html", "content of report.html")
                .containsKeys("7/run-1/artifacts/run.json", "7/run-1/artifacts/diagnosis.json");
    }

    @Test
    void batchesKeepToTheLimitsOfMlflow() throws IOException {
        begin(IntStream.range(0, 250).boxed().collect(Collectors.toMap(i -> "setting-" + i, i -> number("1"))))
                .close();
        assertThat(server.calls("runs/log-batch"))
                .extracting(call -> call.content().path("params").size())
                .containsExactly(100, 100, 50);
        assertThat(server.statuses()).containsExactly("FAILED");
        assertThat(server.artefacts()).isEmpty();
    }

    @Test
    void aTrainingThatResumesIsTheSameRunAndItsSettingsStay() throws IOException {
        MlflowRun first = begin(Map.of("seed", number("42")));
        first.line(line(10, 2.5));
        first.end(MlflowRun.Status.KILLED);
        MlflowRun second = begin(Map.of("seed", number("42")));
        second.line(line(20, 1.5));
        second.end(MlflowRun.Status.FINISHED);
        only("runs/create");
        only("runs/log-batch", "params");
        assertThat(server.statuses()).containsExactly("KILLED", "RUNNING", "FINISHED");
        assertThat(server.calls("runs/update").get(1).content().has("end_time")).isFalse();
        assertThat(server.calls("runs/log-batch"))
                .allSatisfy(call ->
                        assertThat(call.content().path("run_id").asText()).isEqualTo("run-1"));
    }

    @Test
    void aTrainingThatIsToldToAnotherExperimentIsAnotherRun() throws IOException {
        begin(Map.of()).close();
        begin(server.uri(), Map.of(), "mlflow.experiment=other").close();
        assertThat(server.calls("runs/create")).hasSize(2);
    }

    @Test
    void theEnvironmentNamesTheUser() throws IOException {
        begin(server.uri(), Map.of("MLFLOW_TRACKING_TOKEN", "secret")).close();
        assertThat(server.calls("runs/create").get(0).authorization()).isEqualTo("Bearer secret");
        begin(
                        server.uri(),
                        Map.of(
                                "MLFLOW_TRACKING_TOKEN", "secret",
                                "MLFLOW_TRACKING_USERNAME", "me",
                                "MLFLOW_TRACKING_PASSWORD", "word"))
                .close();
        // me:word
        assertThat(server.calls("runs/update").get(1).authorization()).isEqualTo("Basic bWU6d29yZA==");
    }

    @Test
    void aServerThatIsBackInTimeHasEverything() throws IOException {
        server.breakFor(3);
        MlflowRun run = begin(Map.of("seed", number("42")));
        run.line(line(10, 2.5));
        // The end cuts pauses short, and is patient no more.
        await(() -> !server.logged("metrics").isEmpty());
        run.end(MlflowRun.Status.FINISHED);
        assertThat(server.logged("metrics")).isNotEmpty();
        assertThat(server.statuses()).containsExactly("FINISHED");
        assertThat(failure()).contains("status 500").contains("no disk");
    }

    @Test
    void aServerThatFailsIsOneEventAndIsGivenUp() throws IOException {
        server.mood(FakeMlflow.Mood.BROKEN);
        MlflowRun run = begin(Map.of());
        await(() -> server.calls("experiments/get-by-name").size() == 8);
        for (int step = 1; step < 100; step++) {
            run.line(line(step, 2.5));
        }
        run.end(MlflowRun.Status.FINISHED);
        assertThat(server.calls("experiments/get-by-name")).hasSize(8);
        assertThat(server.calls("runs/update")).isEmpty();
        assertThat(failure()).contains("experiments/get-by-name: status 500");
    }

    @Test
    void aServerThatDoesNotAnswerIsOneEvent() throws IOException {
        server.mood(FakeMlflow.Mood.SILENT);
        MlflowRun run = run(SHORT, server.uri(), Map.of(), Map.of()).begin();
        run.line(line(10, 2.5));
        run.end(MlflowRun.Status.FINISHED);
        assertThat(failure()).contains("experiments/get-by-name: request timed out");
    }

    @Test
    void aServerThatIsNotThereIsOneEvent() throws IOException {
        server.close();
        MlflowRun run = begin(Map.of());
        run.line(line(10, 2.5));
        run.end(MlflowRun.Status.FINISHED);
        assertThat(failure()).contains("it cannot be reached");
    }

    @Test
    void linesThatAServerIsTooSlowForAreLeftOut() throws IOException {
        server.mood(FakeMlflow.Mood.SILENT);
        MlflowRun run = run(SHORT, server.uri(), Map.of(), Map.of()).begin();
        for (int step = 1; step <= 2000; step++) {
            run.line(line(step, 2.5));
        }
        assertThat(run.failure()).isPresent();
        run.close();
    }

    @Test
    void artefactsThatTheServerDoesNotTakeAreToldOfAndTheRunHasFinished() throws IOException {
        server.artefactRoot("s3://bucket/7/run-1");
        Files.writeString(directory.resolve(RunFiles.REPORT), "page");
        begin(Map.of()).end(MlflowRun.Status.FINISHED);
        assertThat(server.statuses()).containsExactly("FINISHED");
        assertThat(server.artefacts()).isEmpty();
        assertThat(failure())
                .contains("artefacts are kept at s3://bucket/7/run-1")
                .contains("--serve-artifacts");
    }

    @Test
    void withoutAServerNothingHappens() throws IOException {
        MlflowRun run = begin("", Map.of());
        run.line(line(10, 2.5));
        run.end(MlflowRun.Status.FINISHED);
        assertThat(directory).isEmptyDirectory();
        assertThat(run.failure()).isEqualTo(Optional.empty());
    }

    private MlflowRun begin(Map<String, JsonNode> settings) {
        return run(LONG, server.uri(), settings, Map.of()).begin();
    }

    private MlflowRun begin(String uri, Map<String, String> environment, String... more) {
        return run(LONG, uri, Map.of(), environment, more).begin();
    }

    private MlflowRun run(
            Duration answer,
            String uri,
            Map<String, JsonNode> settings,
            Map<String, String> environment,
            String... more) {
        List<String> all = new ArrayList<>(List.of("data=d", "memory=m", "output=/my/out", "mlflow.uri=" + uri));
        all.addAll(List.of(more));
        return new MlflowRun(
                new Path(directory.toUri()),
                TrainConfig.configure(all.toArray(String[]::new)),
                settings,
                environment,
                new MlflowRun.Patience(answer, Duration.ofMillis(1), LONG),
                hadoop);
    }

    /** The cause in the one event of the run. */
    private String failure() throws IOException {
        List<EventLine> events =
                JsonLines.read(new Path(directory.resolve(RunFiles.EVENTS).toUri()), EventLine.class, hadoop);
        assertThat(events).extracting(EventLine::event).containsExactly("mlflow_failed");
        return events.get(0).text("cause");
    }

    private FakeMlflow.Call only(String name) {
        assertThat(server.calls(name)).hasSize(1);
        return server.calls(name).get(0);
    }

    private JsonNode only(String name, String part) {
        List<JsonNode> found = server.calls(name).stream()
                .map(FakeMlflow.Call::content)
                .filter(content -> content.has(part))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Map<String, String> values(JsonNode named) {
        Map<String, String> values = new TreeMap<>();
        named.forEach(
                each -> values.put(each.path("key").asText(), each.path("value").asText()));
        return values;
    }

    private static JsonNode number(String text) {
        return Json.tree(text, "a number");
    }

    private static TrainingLine line(int step, double loss) {
        return new TrainingLine(step, loss, 0.1, null, null, 9.0, null, null, null, List.of());
    }

    /** Waits until something holds, as long as for an answer. */
    private static void await(BooleanSupplier holds) {
        long start = System.nanoTime();
        while (!holds.getAsBoolean() && System.nanoTime() - start < LONG.toNanos()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }
}
