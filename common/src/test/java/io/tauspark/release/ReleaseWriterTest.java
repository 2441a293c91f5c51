package io.tauspark.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseWriterTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:45:00.999Z");
    private static final Duration LEASE = Duration.ofMinutes(2);

    /** As random ids look. */
    private static final String ID = "0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f";

    private final Configuration hadoop = new Configuration();
    private final SetClock clock = new SetClock(NOW);

    @TempDir
    private Path root = Path.of("");

    @Test
    void publishesUnderTheTimeWithoutPromoting() throws IOException {
        assertThat(publish(NOW)).isEqualTo("20261122T014500Z");
        assertThat(root.resolve("releases/20261122T014500Z/manifold.json")).hasContent("2026-11-22T01:45:00.999Z");
        assertThat(store().current()).isEmpty();
        assertThat(store().list())
                .singleElement()
                .satisfies(release -> assertThat(release.created()).contains(Instant.parse("2026-11-22T01:45:00Z")))
                .satisfies(release -> assertThat(release.promotion()).isEmpty());
    }

    @Test
    void promotesAndKeepsAHistory() throws IOException {
        publishAndPromote(NOW, "first of all");
        clock.pass(Duration.ofHours(1));
        String second = publishAndPromote(NOW.plusSeconds(1), "better");
        assertThat(root.resolve("CURRENT")).hasContent(second);
        assertThat(root.resolve("promotions.jsonl")).hasContent("""
                {"when":"2026-11-22T01:45:00.999Z","release":"20261122T014500Z","why":"first of all"}
                {"when":"2026-11-22T02:45:00.999Z","release":"20261122T014501Z","why":"better"}
                """);
        assertThat(store().list()).extracting(StoredRelease::current).containsExactly(false, true);
        assertThat(store().list().get(0).promotion()).map(Promotion::why).contains("first of all");
    }

    @Test
    void tellsReleasesOfOneSecondApart() throws IOException {
        publish(NOW);
        publish(NOW);
        publish(NOW.plusMillis(1000));
        publish(NOW);
        assertThat(store().names())
                .containsExactly("20261122T014500Z", "20261122T014500Z-02", "20261122T014500Z-03", "20261122T014501Z");
        assertThat(store().list().get(2).created()).contains(Instant.parse("2026-11-22T01:45:00Z"));
    }

    @Test
    void aFailureLeavesWhatWasThere() throws IOException {
        publishAndPromote(NOW, "good");
        try (ReleaseWriter writer = open()) {
            assertThatThrownBy(() -> writer.publish(NOW.plusSeconds(9), here -> {
                        Storage.writeText(new org.apache.hadoop.fs.Path(here, "manifold.json"), "half", hadoop);
                        throw new IOException("disk full");
                    }))
                    .hasMessage("disk full");
        }
        assertThat(root.resolve("CURRENT")).hasContent("20261122T014500Z");
        assertThat(names("releases")).containsExactly("20261122T014500Z");
    }

    @Test
    void refusesToPromoteWhatIsNotThereAndSaysWhatIs() throws IOException {
        publishAndPromote(NOW, "good");
        publish(NOW.plusSeconds(1));
        try (ReleaseWriter writer = open()) {
            assertThatThrownBy(() -> writer.promote("20261122", "typed"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageEndingWith(
                            "has no release '20261122'; give one of [20261122T014500Z, 20261122T014501Z]");
        }
        assertThat(root.resolve("CURRENT")).hasContent("20261122T014500Z");
    }

    @Test
    void rollsBackOneReleaseAfterTheOther() throws IOException {
        String first = publishAndPromote(NOW, "first");
        publish(NOW.plusSeconds(1));
        String third = publishAndPromote(NOW.plusSeconds(2), "third");
        publishAndPromote(NOW.plusSeconds(3), "fourth");
        try (ReleaseWriter writer = open()) {
            assertThat(writer.rollback("fourth is bad")).isEqualTo(third);
            assertThat(writer.rollback("third as well")).isEqualTo(first);
            assertThat(root.resolve("CURRENT")).hasContent(first);
            assertThatThrownBy(() -> writer.rollback("and further"))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining("no release that was promoted before the current one");
        }
        assertThat(store().names()).hasSize(4);
    }

    @Test
    void currentIsTheTruthWhereTheHistoryDisagrees() throws IOException {
        publishAndPromote(NOW, "first");
        String second = publish(NOW.plusSeconds(1));
        Files.writeString(root.resolve("CURRENT"), second);
        String third = publishAndPromote(NOW.plusSeconds(2), "third");
        assertThat(store().rollbackTarget()).contains(second);
        assertThat(Files.readAllLines(root.resolve("promotions.jsonl"))).hasSize(3);
        Files.delete(root.resolve("promotions.jsonl"));
        assertThat(store().list().get(2).promotion()).map(Promotion::release).contains(third);
        assertThat(store().rollbackTarget()).isEmpty();
    }

    @Test
    void mendsAPointerToNowhere() throws IOException {
        String first = publishAndPromote(NOW, "first");
        Files.writeString(root.resolve("CURRENT"), "../elsewhere\n");
        assertThatThrownBy(() -> store().current())
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("'../elsewhere', which is none of [20261122T014500Z]; promote one of them");
        try (ReleaseWriter writer = open()) {
            writer.promote(first, "again");
        }
        assertThat(store().current()).map(org.apache.hadoop.fs.Path::getName).contains(first);
    }

    @Test
    void prunesTheOldestButNeitherTheCurrentReleaseNorTheWayBack() throws IOException {
        publishAndPromote(NOW, "way back");
        publish(NOW.plusSeconds(1));
        publishAndPromote(NOW.plusSeconds(2), "current");
        publish(NOW.plusSeconds(3));
        publish(NOW.plusSeconds(4));
        Files.createDirectories(root.resolve("releases/by-hand"));
        clock.pass(Duration.ofHours(1));
        try (ReleaseWriter writer = open()) {
            assertThat(writer.prune(new Retention(3, Duration.ofHours(2)))).isEmpty();
            assertThat(writer.prune(new Retention(3, Duration.ZERO)))
                    .containsExactly("20261122T014501Z", "20261122T014503Z");
            assertThat(writer.rollback("still possible")).isEqualTo("20261122T014500Z");
        }
        assertThat(names("releases"))
                .containsExactlyInAnyOrder("20261122T014500Z", "20261122T014502Z", "20261122T014504Z", "by-hand");
    }

    @Test
    void prunesNothingWhileAReleaseHoldsWhatIsNotOfIt() throws IOException {
        for (int second = 0; second < 5; second++) {
            publishAndPromote(NOW.plusSeconds(second), "built");
        }
        Path releases = root.resolve("releases");
        Path elsewhere = Files.move(releases.resolve("20261122T014502Z"), root.resolve("elsewhere"));
        Files.createSymbolicLink(releases.resolve("20261122T014502Z"), elsewhere);
        assertPruneIsRefused("20261122T014502Z' is a link");
        Files.delete(releases.resolve("20261122T014502Z"));
        Files.writeString(releases.resolve("20261122T014501Z/notes.txt"), "not mine");
        assertPruneIsRefused("holds 'notes.txt', which 'laplacian' did not write");
        Files.delete(releases.resolve("20261122T014501Z/notes.txt"));
        Files.delete(releases.resolve("20261122T014501Z/provenance.json"));
        assertPruneIsRefused("is no earlier output of 'laplacian'");
    }

    private void assertPruneIsRefused(String words) throws IOException {
        String[] before = names("releases");
        try (ReleaseWriter writer = open()) {
            assertThatThrownBy(() -> writer.prune(new Retention(2, Duration.ZERO)))
                    .isInstanceOf(InvalidInput.class)
                    .hasMessageContaining(words)
                    .hasMessageContaining("is not removed, nor is any other");
        }
        assertThat(names("releases")).containsExactlyInAnyOrder(before);
    }

    @Test
    void changesNoDirectoryThatIsNoMemory() throws IOException {
        Files.writeString(root.resolve("CURRENT"), "MANIFEST-000005");
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("is no memory: it has a file 'CURRENT' and no directory 'releases'");
        assertThat(names("")).containsExactly("CURRENT");
    }

    @Test
    void removesWhatKilledWritersLeft() throws IOException {
        publish(NOW);
        Files.createDirectories(root.resolve("releases/.20261122T014501Z.staging-" + ID + "/deep"));
        Files.createDirectories(root.resolve("releases/.20261122T014400Z.withdrawn-" + ID));
        Files.writeString(root.resolve(".CURRENT.next"), "of an earlier version");
        Files.writeString(root.resolve(".CURRENT.next-" + ID), "2026");
        Files.writeString(root.resolve(".promotions.jsonl.next-" + ID), "{");
        Files.writeString(root.resolve(".lease-000001.next-" + ID), "{");
        Files.writeString(root.resolve("notes.txt"), "not mine");
        Files.writeString(root.resolve("releases/.hidden"), "not mine");
        Files.writeString(root.resolve(".CURRENT.next-week"), "not mine");
        Files.createDirectories(root.resolve("releases/.20261122T014501Z.staging-notes"));
        assertThat(store().names()).containsExactly("20261122T014500Z");
        open().close();
        assertThat(names("")).containsExactlyInAnyOrder("releases", ".lease-000002", "notes.txt", ".CURRENT.next-week");
        assertThat(names("releases"))
                .containsExactlyInAnyOrder("20261122T014500Z", ".hidden", ".20261122T014501Z.staging-notes");
    }

    @Test
    void leavesNoDirectoryThatCameToNothing() throws IOException {
        root = root.resolve("deep/memory");
        try (ReleaseWriter writer = open()) {
            assertThatThrownBy(() -> writer.publish(NOW, here -> {
                        throw new IOException("no input");
                    }))
                    .hasMessage("no input");
        }
        assertThat(root.getParent()).doesNotExist();
    }

    @Test
    void aWriterThatWasReplacedPublishesAndPromotesNothing() throws IOException {
        String first = publishAndPromote(NOW, "first");
        try (ReleaseWriter asleep = open()) {
            assertThatThrownBy(() -> asleep.publish(NOW.plusSeconds(1), here -> {
                        clock.pass(LEASE);
                        publish(NOW.plusSeconds(2));
                        publishAndPromote(NOW.plusSeconds(3), "successor");
                        // As a late task would: the file system makes the directory again.
                        Storage.writeText(new org.apache.hadoop.fs.Path(here, "manifold.json"), "late", hadoop);
                    }))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is lost");
            assertThatThrownBy(() -> asleep.promote(first, "late")).hasMessageContaining("is lost");
            assertThatThrownBy(() -> asleep.prune(new Retention(2, Duration.ZERO)))
                    .hasMessageContaining("is lost");
        }
        assertThat(root.resolve("CURRENT")).hasContent("20261122T014503Z");
        assertThat(names("releases"))
                .containsExactlyInAnyOrder("20261122T014500Z", "20261122T014502Z", "20261122T014503Z");
    }

    private String publish(Instant now) throws IOException {
        try (ReleaseWriter writer = open()) {
            return writer.publish(now, here -> {
                        write(here, "manifold.json", now.toString());
                        write(here, "provenance.json", "{\"job\": \"laplacian\"}");
                    })
                    .getName();
        }
    }

    private void write(org.apache.hadoop.fs.Path directory, String name, String content) throws IOException {
        Storage.writeText(new org.apache.hadoop.fs.Path(directory, name), content, hadoop);
    }

    private String publishAndPromote(Instant now, String why) throws IOException {
        String release = publish(now);
        try (ReleaseWriter writer = open()) {
            writer.promote(release, why);
        }
        return release;
    }

    private ReleaseWriter open() throws IOException {
        return ReleaseWriter.open(new org.apache.hadoop.fs.Path(root.toUri()), "test", LEASE, clock, hadoop);
    }

    private ReleaseStore store() {
        return new ReleaseStore(new org.apache.hadoop.fs.Path(root.toUri()), hadoop);
    }

    private String[] names(String directory) {
        return root.resolve(directory).toFile().list();
    }
}
