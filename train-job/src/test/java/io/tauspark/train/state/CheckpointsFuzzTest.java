package io.tauspark.train.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tauspark.config.InvalidInput;
import io.tauspark.fuzz.JsonDamage;
import io.tauspark.fuzz.Mutants;
import io.tauspark.fuzz.SafetensorsDamage;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.observe.JsonLines;
import io.tauspark.output.OutputGuard;
import io.tauspark.run.RunFiles;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsFuzzTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final int KEEP = 3;
    private static final int EARLIER = 10;
    private static final int NEWEST = 20;
    private static final long[] COUNTS = {0, 3, 0, 0, 7};

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path run = Path.of("");

    @BeforeEach
    void checkpoints() throws IOException {
        for (int step : new int[] {EARLIER, NEWEST}) {
            TrainedModel model = SavedRun.model(step);
            new Checkpoints(path(run), KEEP, hadoop)
                    .save(SavedRun.state(step, 0), model, SavedRun.optimizer(step, model.parameters().length), COUNTS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "checksums.json",
                "state.json",
                "config.json",
                "model.safetensors",
                "optimizer.safetensors",
                "statistics.safetensors"
            })
    void aDamagedCheckpointGivesWayToTheOneBefore(String name) throws IOException {
        Path file = newest().resolve(name);
        byte[] sound = Files.readAllBytes(file);
        Mutants.of(
                        "checkpoint-" + name,
                        List.of(sound),
                        name.endsWith(".json") ? JsonDamage::damage : SafetensorsDamage::damage)
                .oneIn(4)
                .check("step-000020", mutant -> {
                    Files.write(file, mutant.content());
                    List<String> damages = new ArrayList<>();
                    Checkpoint found = new Checkpoints(path(run), KEEP, hadoop)
                            .newest(damages::add)
                            .orElseThrow();
                    int step = damages.isEmpty() ? NEWEST : EARLIER;
                    assertThat(found.state()).isEqualTo(SavedRun.state(step, 0));
                    assertThat(found.model(hadoop).parameters())
                            .isEqualTo(SavedRun.model(step).parameters());
                    assertThat(found.lambdaCounts(hadoop)).isEqualTo(COUNTS);
                    // Checksums may be spelt otherwise.
                    if (!name.equals("checksums.json")) {
                        assertThat(damages.isEmpty()).isEqualTo(Arrays.equals(mutant.content(), sound));
                    }
                    if (!damages.isEmpty()) {
                        throw new InvalidInput(damages.get(0));
                    }
                });
    }

    @Test
    void damagedCountsAreRefusedOrReadAsTheyAre() throws IOException {
        Path file = newest().resolve(Checkpoint.STATISTICS);
        Mutants.of("counts", List.of(Files.readAllBytes(file)), SafetensorsDamage::damage)
                .check("", mutant -> {
                    Files.write(file, mutant.content());
                    assertThat(SparseCounts.read(path(file), hadoop)).isNotNull();
                });
    }

    @Test
    void aDamagedStateIsRefusedOrReadAsItSays() throws IOException {
        Path file = newest().resolve(Checkpoint.STATE);
        Mutants.of("state.json", List.of(Files.readAllBytes(file)), JsonDamage::damage, JsonDamage::damage)
                .check(Checkpoint.STATE, mutant -> {
                    Files.write(file, mutant.content());
                    RunState read = RunState.read(path(file), hadoop);
                    assertThat(PLAIN.readTree(Json.line(read))).isEqualTo(PLAIN.readTree(mutant.content()));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.safetensors"})
    void aDamagedModelIsRefusedOrOfTheShapeThatItSays(String name) throws IOException {
        Path file = newest().resolve(name);
        TrainedModel sound = SavedRun.model(NEWEST);
        Mutants.of(
                        "model-" + name,
                        List.of(Files.readAllBytes(file)),
                        name.endsWith(".json") ? JsonDamage::damage : SafetensorsDamage::damage,
                        name.endsWith(".json") ? JsonDamage::damage : SafetensorsDamage::damage)
                .check("", mutant -> {
                    Files.write(file, mutant.content());
                    TrainedModel read = TrainedModel.load(path(newest()), hadoop);
                    assertThat(read.parameters()).hasSameSizeAs(sound.parameters());
                    assertThat(read.tau()).hasSameSizeAs(sound.tau());
                    assertThat(read.laplacians().stacks().keySet())
                            .isEqualTo(sound.laplacians().stacks().keySet());
                });
    }

    @Test
    void aDamagedIdentityIsRefusedOrTheSame() throws IOException {
        Path output = run.resolve("out");
        Path file = run.resolve("out.unfinished").resolve(RunFiles.IDENTITY);
        RunIdentity identity = new RunIdentity(
                Map.of("steps", Json.tree("7", "seven"), "seed", Json.tree("42", "42")), "abc", null, null);
        Files.createDirectories(file.getParent());
        byte[] sound = Json.pretty(identity).getBytes(StandardCharsets.UTF_8);
        OutputGuard guard = OutputGuard.of(RunLayout.RUN, output.toString(), false, List.of(), hadoop);
        Mutants.of("run.json", List.of(sound), JsonDamage::damage, JsonDamage::damage)
                .oneIn(10)
                .check("", mutant -> {
                    Files.write(file, mutant.content());
                    Files.write(file.resolveSibling("metrics.jsonl"), "{}\n".getBytes(StandardCharsets.UTF_8));
                    try (RunDirectory directory = RunDirectory.open(guard, true, identity)) {
                        assertThat(directory.resumed()).isTrue();
                    }
                });
    }

    @Test
    void aDamagedLogIsRefusedOrReadAsItSays() throws IOException {
        Path file = run.resolve("metrics.jsonl");
        String line = "{\"step\":1,\"split\":\"train\",\"loss\":2.5,\"text\":\"größer\"}\n";
        byte[] sound = line.repeat(5).getBytes(StandardCharsets.UTF_8);
        Mutants.of("metrics.jsonl", List.of(sound), JsonDamage::damageLine).check("metrics.jsonl", mutant -> {
            Files.write(file, mutant.content());
            long whole = new String(mutant.content(), StandardCharsets.UTF_8)
                    .chars()
                    .filter(c -> c == '\n')
                    .count();
            assertThat(JsonLines.read(path(file), JsonNode.class, hadoop)).hasSize((int) whole);
        });
    }

    private Path newest() {
        return run.resolve("checkpoints/step-000020");
    }

    private static org.apache.hadoop.fs.Path path(Path local) {
        return new org.apache.hadoop.fs.Path(local.toUri());
    }
}
