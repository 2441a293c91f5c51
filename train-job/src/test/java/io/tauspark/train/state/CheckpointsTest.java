package io.tauspark.train.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.model.torch.TrainedModel;
import io.tauspark.store.Checksums;
import io.tauspark.store.Storage;
import io.tauspark.testing.FailingFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {
    private static final int KEEP = 3;

    private final java.nio.file.Path run;
    private final Configuration hadoop = FailingFileSystem.configuration();
    private final List<String> damaged = new ArrayList<>();

    CheckpointsTest(@TempDir java.nio.file.Path folder) {
        this.run = folder.resolve("run");
    }

    @Test
    void aCheckpointHoldsWhatARunNeedsToGoOn() throws IOException {
        save(10);
        Checkpoint newest = newest().orElseThrow();
        assertThat(newest.state()).isEqualTo(SavedRun.state(10, 0));
        TrainedModel written = SavedRun.model(10);
        TrainedModel read = newest.model(hadoop);
        int size = written.parameters().length;
        assertThat(read.parameters()).isEqualTo(written.parameters());
        assertThat(read.tau()).isEqualTo(written.tau());
        Map<String, float[]> optimizer = SavedRun.optimizer(10, size);
        assertThat(newest.optimizer("first", 0, size, hadoop)).isEqualTo(optimizer.get("first"));
        assertThat(newest.optimizer("second", 7, 19, hadoop))
                .isEqualTo(Arrays.copyOfRange(optimizer.get("second"), 7, 19));
        assertThat(newest.optimizer("second", size, size, hadoop)).isEmpty();
        assertThat(newest.lambdaCounts(hadoop)).isEqualTo(counts(10));
        assertThat(Checkpoint.at(newest.directory(), hadoop)).isEqualTo(newest);
        assertThat(damaged).isEmpty();
    }

    @Test
    void aRunWithoutCheckpointsHasNoNewest() throws IOException {
        assertThat(newest()).isEmpty();
        checkpoints().discardAfter(0);
        checkpoints().removeLeftovers();
        assertThat(run).doesNotExist();
    }

    @Test
    void theNewestAreKeptAndAMillionComesAfterTheOthers() throws IOException {
        for (int step : new int[] {999_998, 999_999, 1_000_000, 1_000_001}) {
            save(step);
        }
        assertThat(names()).containsExactly("step-1000000", "step-1000001", "step-999999");
        assertThat(newest().orElseThrow().state().step()).isEqualTo(1_000_001);
    }

    @Test
    void aRunThatWentBackKeepsItsNewCheckpointAndForgetsTheFuture() throws IOException {
        for (int step : new int[] {10, 20, 30}) {
            save(step);
        }
        checkpoints().discardAfter(10);
        assertThat(names()).containsExactly("step-000010");
        save(20);
        assertThat(names()).containsExactly("step-000010", "step-000020");
    }

    @Test
    void aCheckpointWrittenASecondTimeReplacesTheFirst() throws IOException {
        save(10);
        checkpoints().save(SavedRun.state(10, 1), SavedRun.model(11), Map.of(), new long[0]);
        assertThat(newest().orElseThrow().state().progress().skipped()).isEqualTo(1);
        assertThat(everything()).containsExactly("step-000010");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"config.json", "model.safetensors", "optimizer.safetensors", "state.json", "checksums.json"})
    void whateverIsDamagedTheCheckpointBeforeIsUsed(String name) throws IOException {
        save(10);
        save(20);
        java.nio.file.Path file = run.resolve("checkpoints/step-000020").resolve(name);
        byte[] content = Files.readAllBytes(file);

        Files.delete(file);
        assertPassedOver(name + " is missing");

        Files.write(file, new byte[0]);
        assertPassedOver(name);

        Files.write(file, Arrays.copyOf(content, content.length / 2));
        assertPassedOver(name);

        // In the middle of a checksum, where nothing but its value changes.
        byte[] flipped = content.clone();
        flipped[name.equals("checksums.json") ? indexOf(content, "\"sha256\" : \"") + 13 : content.length / 2] ^= 1;
        Files.write(file, flipped);
        assertPassedOver(name.equals("checksums.json") ? "does not hold what was written" : name);

        Files.write(file, content);
        assertThat(newest().orElseThrow().state().step()).isEqualTo(20);
        assertThat(damaged).isEmpty();
    }

    @Test
    void checksumsOfTooLittleAreNotEnough() throws IOException {
        save(10);
        save(20);
        java.nio.file.Path directory = run.resolve("checkpoints/step-000020");
        Files.writeString(directory.resolve("checksums.json"), "{}");
        assertPassedOver("checksums.json does not name state.json");
        Files.writeString(directory.resolve("checksums.json"), "no json at all");
        assertPassedOver("checksums.json cannot be read");
        Files.writeString(directory.resolve("checksums.json"), "{\"state.json\": 3}");
        assertPassedOver("checksums.json is damaged at state.json");
        Files.delete(directory.resolve("optimizer.safetensors"));
        Files.delete(directory.resolve("checksums.json"));
        Checksums.write(path("step-000020"), hadoop);
        assertPassedOver("checksums.json does not name optimizer.safetensors");
    }

    /** A model may also be read from where nobody has compared checksums. */
    @Test
    void aModelThatIsNotTheOneOfItsDescriptionIsRefused() throws IOException {
        save(10);
        java.nio.file.Path directory = run.resolve("checkpoints/step-000010");
        java.nio.file.Path config = directory.resolve("config.json");
        String sound = Files.readString(config);
        for (String[] change : new String[][] {
            {"\"layers\" : 1", "\"layers\" : 2147483647"},
            {"\"layers\" : 1", "\"layers\" : 2"},
            {"\"mlp\" : 2", "\"mlp\" : 2147483647"},
            {"\"width\" : 4", "\"width\" : 1073741824"},
            {"\"features\" : 4", "\"features\" : -4"},
            {"\"tied\" : true", "\"tied\" : null"},
            {"\"format\" : 2", "\"format\" : 2.5"}
        }) {
            assertThat(sound).contains(change[0]);
            Files.writeString(config, sound.replace(change[0], change[1]));
            assertThatThrownBy(() -> TrainedModel.load(new Path(directory.toUri()), hadoop))
                    .as(change[1])
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("config.json");
        }
    }

    /** Resuming must be possible from any checkpoint that is there. */
    @Test
    void theBestModelsStayThatACheckpointNames() throws IOException {
        saveBest(10);
        save(10, 10);
        saveBest(20);
        save(20, 20);
        saveBest(25);
        saveBest(30);
        save(30, 30);
        assertThat(bestNames()).containsExactly("step-000010", "step-000020", "step-000030");
        save(40, 30);
        save(50, 30);
        save(60, 30);
        assertThat(names()).containsExactly("step-000040", "step-000050", "step-000060");
        assertThat(bestNames()).containsExactly("step-000030");
        saveBest(65);
        saveBest(70);
        checkpoints().discardAfter(60);
        assertThat(bestNames()).containsExactly("step-000030");
    }

    @Test
    void aCheckpointWhoseBestModelIsDamagedIsPassedOver() throws IOException {
        saveBest(5);
        save(10, 5);
        saveBest(20);
        save(20, 20);
        assertThat(newest().orElseThrow().state().step()).isEqualTo(20);
        java.nio.file.Path file = run.resolve("best/step-000020/model.safetensors");
        byte[] content = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(content, content.length - 1));
        assertPassedOver("/best/step-000020' model.safetensors has ");
        Files.delete(run.resolve("best/step-000020/checksums.json"));
        assertPassedOver("checksums.json is missing");
        assertThatThrownBy(() -> checkpoints()
                        .best()
                        .publish(20, new Path(run.resolve("model").toUri())))
                .isInstanceOf(CheckpointFailed.class)
                .hasMessageContaining("the model of step 20, the best of its scorings, could not be published: in '")
                .hasMessageContaining("goes on from the newest checkpoint that is whole");
    }

    @Test
    void theBestModelIsPublishedAsItIs() throws IOException {
        saveBest(20);
        java.nio.file.Path model = run.resolve("model");
        checkpoints().best().publish(20, new Path(model.toUri()));
        checkpoints().best().publish(20, new Path(model.toUri()));
        TrainedModel read = TrainedModel.load(new Path(run.toUri()), hadoop);
        assertThat(read.parameters()).isEqualTo(SavedRun.model(20).parameters());
        assertThat(model.resolve("checksums.json")).doesNotExist();
        BestModels.remove(new Path(run.toUri()), hadoop);
        assertThat(run.resolve("best")).doesNotExist();
    }

    @Test
    void aFullDiskLeavesTheBestModelsThatThereAre() throws IOException {
        saveBest(10);
        FailingFileSystem.leaveRoom(0, false);
        assertThatThrownBy(() -> on(FailingFileSystem.path(run)).best().save(20, SavedRun.model(20)))
                .isInstanceOf(CheckpointFailed.class)
                .hasMessageContaining("the model of step 20, the best so far, could not be written to 'failing:" + run
                        + "/best/step-000020': No space left on device.");
        assertThat(bestNames()).containsExactly("step-000010");
    }

    @Test
    void theMeanIsThatOfSomeCheckpointsAndTheLastModel() throws IOException {
        for (int step : new int[] {10, 20, 30}) {
            save(step);
        }
        TrainedModel mean = checkpoints().mean(List.of(10, 20), SavedRun.model(30));
        assertThat(mean.tau()).containsExactly(20, 1.5f);
        assertThat(checkpoints().mean(List.of(), SavedRun.model(30)).parameters())
                .isEqualTo(SavedRun.model(30).parameters());
    }

    @Test
    void anEmptyDirectoryIsPassedOver() throws IOException {
        save(10);
        Files.createDirectories(run.resolve("checkpoints/step-000020"));
        assertPassedOver("checksums.json is missing");
    }

    @Test
    void anotherCheckpointUnderItsNameIsPassedOver() throws IOException {
        save(10);
        save(5);
        Files.move(run.resolve("checkpoints/step-000005"), run.resolve("checkpoints/step-000020"));
        assertPassedOver("it holds step 5");
    }

    @Test
    void allOfThemDamagedAreAllNamed() throws IOException {
        save(10);
        save(20);
        Files.delete(run.resolve("checkpoints/step-000010/state.json"));
        Files.delete(run.resolve("checkpoints/step-000020/model.safetensors"));
        assertThat(newest()).isEmpty();
        assertThat(damaged).hasSize(2);
    }

    @Test
    void aStateOfAnotherVersionIsNoDamage() throws IOException {
        save(10);
        Path file = new Path(path("step-000010"), "state.json");
        Storage.writeText(file, Storage.readText(file, hadoop).replace("\"format\" : 2", "\"format\" : 1"), hadoop);
        Files.delete(run.resolve("checkpoints/step-000010/checksums.json"));
        Checksums.write(path("step-000010"), hadoop);
        assertThatThrownBy(this::newest).isInstanceOf(InvalidInput.class).hasMessageContaining("format 1");
    }

    @Test
    void aFullDiskIsToldAndLeavesTheEarlierOnes() throws IOException {
        save(10);
        save(20);
        long room = 0;
        for (String message = failure(room, false); !message.isEmpty(); message = failure(room, false)) {
            assertThat(message)
                    .isEqualTo("the checkpoint of step 30 could not be written to 'failing:" + run
                            + "/checkpoints/step-000030': No space left on device. Make sure that this place may be written"
                            + " to and has room for 4 checkpoints; then run the same command again, which goes on from the"
                            + " newest checkpoint, at step 20");
            assertThat(everything()).containsExactly("step-000010", "step-000020");
            assertThat(newest().orElseThrow().state().step()).isEqualTo(20);
            room += FailingFileSystem.RENAME_BYTES;
        }
        assertThat(room).isGreaterThan(10 * FailingFileSystem.RENAME_BYTES);
        assertThat(newest().orElseThrow().state().step()).isEqualTo(30);
    }

    @Test
    void aKilledWriterLeavesCompleteOnesAndWhatElseItLeftGoes() throws IOException {
        // One more than is kept, so that the writer may also die while it removes.
        for (int step : new int[] {5, 10, 20}) {
            save(step);
        }
        long room = 0;
        while (!failure(room, true).isEmpty()) {
            assertThat(newest().orElseThrow().state().step()).isIn(20, 30);
            checkpoints().removeLeftovers();
            assertThat(everything()).allMatch(name -> name.startsWith("step-"));
            assertThat(names()).contains("step-000010", "step-000020");
            if (newest().orElseThrow().state().step() == 30) {
                checkpoints().discardAfter(20);
                save(5);
            }
            room += FailingFileSystem.RENAME_BYTES;
        }
        assertThat(room).isGreaterThan(10 * FailingFileSystem.RENAME_BYTES);
        assertThat(names()).containsExactly("step-000010", "step-000020", "step-000030");
        assertThat(damaged).isEmpty();
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsTold() throws IOException {
        Files.createDirectories(run);
        Files.writeString(run.resolve("checkpoints"), "a file");
        assertThatThrownBy(() -> save(10))
                .isInstanceOf(CheckpointFailed.class)
                .hasMessageContaining("checkpoints/step-000010': FileAlreadyExistsException: ")
                .hasMessageContaining("then run the same command again, which goes on from the start");
    }

    private void assertPassedOver(String reason) throws IOException {
        assertThat(newest().orElseThrow().state().step()).isEqualTo(10);
        assertThat(damaged).singleElement().satisfies(sentence -> assertThat(sentence)
                .startsWith(
                        "checkpoint '" + path("step-000020") + "' is damaged, so the one before it is used, if any: ")
                .contains(reason));
        damaged.clear();
    }

    private void save(int step) throws IOException {
        checkpoints().save(state(step), SavedRun.model(step), moments(step), counts(step));
    }

    /** Saves a checkpoint that names the best model. */
    private void save(int step, int best) throws IOException {
        checkpoints().save(SavedRun.state(step, best, 0.5), SavedRun.model(step), moments(step), counts(step));
    }

    private void saveBest(int step) throws IOException {
        checkpoints().best().save(step, SavedRun.model(step));
    }

    private List<String> bestNames() throws IOException {
        return Storage.names(BestModels.directory(new Path(run.toUri())), hadoop);
    }

    private static RunState state(int step) {
        return SavedRun.state(step, 0);
    }

    private static long[] counts(int step) {
        return new long[] {0, step, 0, 0, 1L << 40, 0};
    }

    private static Map<String, float[]> moments(int step) {
        return SavedRun.optimizer(step, SavedRun.model(step).parameters().length);
    }

    private Optional<Checkpoint> newest() throws IOException {
        return checkpoints().newest(damaged::add);
    }

    private Checkpoints checkpoints() {
        return on(new Path(run.toUri()));
    }

    private Checkpoints on(Path path) {
        return new Checkpoints(path, KEEP, hadoop);
    }

    private Path path(String name) {
        return new Path(Checkpoints.directory(new Path(run.toUri())), name);
    }

    /** Names of checkpoints. */
    private List<String> names() throws IOException {
        return everything().stream().filter(name -> !name.startsWith(".")).toList();
    }

    /** Hidden names, too. */
    private List<String> everything() throws IOException {
        return Storage.names(Checkpoints.directory(new Path(run.toUri())), hadoop);
    }

    /** Saves step 30 on a disk with so much room; what it says if that fails. */
    private String failure(long room, boolean dying) {
        FailingFileSystem.leaveRoom(room, dying);
        try {
            on(FailingFileSystem.path(run)).save(state(30), SavedRun.model(30), moments(30), counts(30));
            return "";
        } catch (CheckpointFailed failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    private static int indexOf(byte[] content, String text) {
        return new String(content, java.nio.charset.StandardCharsets.UTF_8).indexOf(text);
    }
}
