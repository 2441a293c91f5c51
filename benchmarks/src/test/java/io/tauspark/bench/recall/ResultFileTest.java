package io.tauspark.bench.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tauspark.config.InvalidInput;
import io.tauspark.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    private final RecallResult first = Results.of("dot", 1, 15);
    private final RecallResult second = Results.of("mean – λ", 1, 25);
    private Path file = Path.of("");

    @BeforeEach
    void choose(@TempDir Path directory) {
        file = directory.resolve("new/recall.jsonl");
    }

    @Test
    void keepsResultsForTheNextProcess() throws IOException {
        try (ResultFile<RecallResult> results = open()) {
            results.add(first);
            results.add(second);
        }
        try (ResultFile<RecallResult> results = open()) {
            assertThat(results.results()).containsExactly(first, second);
            assertThat(results.find("associative dot seed 1", first.settings())).contains(first);
            assertThat(results.find("associative dot seed 2", first.settings())).isEmpty();
        }
    }

    /** A process may be killed in the middle of a line, and in the middle of a character. */
    @Test
    void dropsALineThatWasCutAndGoesOnAfterTheLastWholeOne() throws IOException {
        try (ResultFile<RecallResult> results = open()) {
            results.add(first);
        }
        byte[] half = "{\"task\":\"ASSOCIATIVE\",\"variant\":\"λ".getBytes(StandardCharsets.UTF_8);
        Files.write(file, java.util.Arrays.copyOf(half, half.length - 1), StandardOpenOption.APPEND);
        try (ResultFile<RecallResult> results = open()) {
            assertThat(results.results()).containsExactly(first);
            results.add(second);
        }
        try (ResultFile<RecallResult> results = open()) {
            assertThat(results.results()).containsExactly(first, second);
        }
    }

    @Test
    void refusesToTakeAResultOfOtherSettingsForTheAnswer() throws IOException {
        try (ResultFile<RecallResult> results = open()) {
            results.add(first);
            assertThatThrownBy(() -> results.find("associative dot seed 1", Results.settings(20)))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("dot seed 1 with other settings")
                    .hasMessageContaining("than asked for now: steps 10, now 20. Give another output");
        }
    }

    @Test
    void namesEverySettingThatDiffers() {
        JsonNode then = Json.tree("{\"train\":{\"rate\":1,\"tied\":true,\"same\":[1]},\"memory\":\"a\"}", "then");
        JsonNode now = Json.tree("{\"train\":{\"rate\":2,\"same\":[1],\"new\":null},\"memory\":\"a\"}", "now");
        assertThat(SettingsDifference.text(then, now))
                .isEqualTo("train.new nothing, now null; train.rate 1, now 2; train.tied true, now nothing");
    }

    @Test
    void belongsToOneProcessAtATime() throws IOException {
        try (ResultFile<RecallResult> results = open()) {
            assertThat(results.results()).isEmpty();
            assertThatThrownBy(this::open)
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("are being written by another run");
        }
    }

    @Test
    void refusesWhatIsNoResult() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"step\":1}\n");
        assertThatThrownBy(this::open).isInstanceOf(InvalidInput.class).hasMessageContaining("a line of results");
    }

    @Test
    void cutsNothingThatItHasNotBegun() throws IOException {
        Files.createDirectories(file.getParent());
        for (String mine : List.of("notes without an end of line", "{\"step\":1}", "{}")) {
            Files.writeString(file, mine);
            assertThatThrownBy(this::open)
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("end with '" + mine + "', which is no result");
            assertThat(file).hasContent(mine);
        }
    }

    private ResultFile<RecallResult> open() throws IOException {
        return ResultFile.open(file, RecallResult.class);
    }
}
