package io.tauspark.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.job.Shortfall;
import io.tauspark.store.Layout;
import io.tauspark.store.OutputKind;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
    private static final OutputKind FLOUR =
            new OutputKind("mill", "provenance.json", Layout.of("provenance\\.json", "flour\\.txt"));
    private static final String ID = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";

    private final Configuration hadoop = new Configuration();

    @TempDir
    private Path directory = Path.of("");

    @Test
    void takesItsNameWholeAndLeavesNothingBeside() throws IOException {
        make("deep/er/out", false, "new");
        assertThat(directory.resolve("deep/er/out/flour.txt")).hasContent("new");
        make("deep/er/out", true, "newer");
        assertThat(directory.resolve("deep/er/out/flour.txt")).hasContent("newer");
        assertThat(directory.resolve("deep/er").toFile().list()).containsExactly("out");
    }

    @Test
    void leavesEverythingAsItWasIfItIsNotPublished() throws IOException {
        make("out", false, "old");
        Map<String, String> before = Tree.of(directory);
        for (String output : List.of("out", "deep/er/new")) {
            try (OutputDirectory unpublished = OutputDirectory.open(guard(output, true))) {
                write(unpublished, "half");
            }
        }
        assertThat(Tree.of(directory)).isEqualTo(before);
    }

    @Test
    void belongsToOneAtATimeWhoIsNamed() throws IOException {
        try (OutputDirectory first = OutputDirectory.open(guard("out", true))) {
            assertThatThrownBy(() -> OutputDirectory.open(guard("out", true), Duration.ZERO))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("is being changed by 'mill' of ")
                    .hasMessageContaining("(process " + ProcessHandle.current().pid() + ")");
            write(first, "first");
            first.publish();
        }
        assertThat(directory.resolve("out/flour.txt")).hasContent("first");
        assertThat(directory.toFile().list()).containsExactly("out");
    }

    @Test
    void isFreedOfWhatKilledProcessesLeftOfItAndOfNothingElse() throws IOException {
        make("out", false, "old");
        List<String> left = List.of(
                ".out.writing/staging-" + ID + "/flour.txt",
                ".out.staging-" + ID + "/flour.txt",
                ".out.withdrawn-" + ID + "/flour.txt",
                ".out.staging-" + ID + ".withdrawn-" + ID + "/flour.txt",
                ".out.replaced-" + ID + "/flour.txt");
        List<String> others = List.of(
                ".out.staging-notes",
                ".out.staging-" + ID + "-notes/mine.txt",
                ".out2.staging-" + ID + "/mine.txt",
                ".my.out.staging-" + ID + "/mine.txt",
                ".out.replaced-" + ID.replace('0', '1') + "/mine.txt",
                ".out.writing/staging-notes");
        for (String name : List.of(left, others).stream().flatMap(List::stream).toList()) {
            put(name);
        }
        make("out", true, "new");
        for (String name : left) {
            assertThat(directory.resolve(name)).doesNotExist();
        }
        for (String name : others) {
            assertThat(directory.resolve(name)).exists();
        }
        assertThat(directory.resolve("out/flour.txt")).hasContent("new");
    }

    @Test
    void comesBackIfAProcessDiedBetweenTheTwoRenames() throws IOException {
        make(".out.replaced-" + ID, false, "older");
        make(".out.replaced-" + ID.replace('0', '1'), false, "old");
        Files.setLastModifiedTime(directory.resolve(".out.replaced-" + ID), FileTime.fromMillis(0));
        assertThatThrownBy(() -> OutputDirectory.open(guard("out", false)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("exists; give another output or set overwrite=true");
        assertThat(directory.resolve("out/flour.txt")).hasContent("old");
        assertThat(directory.toFile().list()).containsExactly("out");
    }

    @Test
    void doesNotReplaceWhatSomebodyPutThereMeanwhile() throws IOException {
        make("out", false, "old");
        try (OutputDirectory late = OutputDirectory.open(guard("out", true))) {
            write(late, "new");
            put("out/notes.txt");
            assertThatThrownBy(late::publish).isInstanceOf(InvalidInput.class).hasMessageContaining("'notes.txt'");
        }
        assertThat(directory.resolve("out/flour.txt")).hasContent("old");
        assertThat(directory.toFile().list()).containsExactly("out");
    }

    @Test
    void saysInOneSentenceThatItsStagingIsGone() throws IOException {
        make("out", false, "old");
        try (OutputDirectory robbed = OutputDirectory.open(guard("out", true))) {
            Storage.of(robbed.staging(), hadoop).delete(robbed.staging(), true);
            assertThatThrownBy(robbed::publish)
                    .isInstanceOf(Shortfall.class)
                    .hasMessageContaining("could not be put in its place");
        }
        assertThat(directory.resolve("out/flour.txt")).hasContent("old");
        assertThat(directory.toFile().list()).containsExactly("out");
    }

    @Test
    void keepsTheLinkThatItIsGivenBy() throws IOException {
        make("a real%20one/out", false, "old");
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("a real%20one/out"));
        make("link", true, "new");
        assertThat(directory.resolve("link")).isSymbolicLink();
        assertThat(directory.resolve("a real%20one/out/flour.txt")).hasContent("new");
        assertThat(directory.resolve("a real%20one").toFile().list()).containsExactly("out");
    }

    @Test
    void isRefusedWhereNothingCanBeMade() {
        assertThatThrownBy(
                        () -> OutputDirectory.open(OutputGuard.of(FLOUR, "/proc/nope/out", false, List.of(), hadoop)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("output 'file:/proc/nope/out' cannot be written: ");
    }

    @Test
    void isRefusedWhereSomebodyHasAFileOfTheNameItNeeds() throws IOException {
        put(".out.writing");
        assertThatThrownBy(() -> OutputDirectory.open(guard("out", false)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("cannot be written");
        assertThat(directory.resolve(".out.writing")).hasContent("mine");
    }

    private void make(String output, boolean overwrite, String content) throws IOException {
        try (OutputDirectory made = OutputDirectory.open(guard(output, overwrite))) {
            write(made, content);
            made.publish();
        }
    }

    private void write(OutputDirectory output, String content) throws IOException {
        org.apache.hadoop.fs.Path staging = output.staging();
        Storage.writeText(new org.apache.hadoop.fs.Path(staging, "flour.txt"), content, hadoop);
        Storage.writeText(new org.apache.hadoop.fs.Path(staging, "provenance.json"), "{\"job\": \"mill\"}", hadoop);
    }

    private void put(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "mine");
    }

    private OutputGuard guard(String output, boolean overwrite) throws IOException {
        return OutputGuard.of(FLOUR, directory.resolve(output).toString(), overwrite, List.of(), hadoop);
    }
}
