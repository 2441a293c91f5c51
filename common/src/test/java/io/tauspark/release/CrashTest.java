package io.tauspark.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.store.Storage;
import io.tauspark.testing.FailingFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process dies at every operation on its files in turn; readers then see all of before or all of after. */
class CrashTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:45:00Z");
    /** Longer than the test, so that the threads of the dead do not try to renew theirs. */
    private static final Duration LEASE = Duration.ofHours(1);

    private static final String FIRST = "20261122T014500Z";
    private static final String SECOND = "20261122T014501Z";
    private static final String THIRD = "20261122T014502Z";
    private static final String FOURTH = "20261122T014503Z";

    private final Configuration hadoop = FailingFileSystem.configuration();
    private final SetClock clock = new SetClock(NOW);

    private final Path scratch;
    private final SmallMemory content;

    CrashTest(@TempDir Path scratch) throws IOException {
        this.scratch = scratch;
        this.content = new SmallMemory(scratch.resolve("content"), hadoop);
    }

    @FunctionalInterface
    private interface Work {
        void on(ReleaseWriter writer) throws IOException;
    }

    @Test
    void whilePublishing() throws IOException {
        List<String> before = List.of(FIRST, SECOND, THIRD);
        Set<State> seen = dieEverywhere(writer -> publish(writer, 3));
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        new State(before, Optional.of(SECOND), Optional.of(FIRST)),
                        new State(List.of(FIRST, SECOND, THIRD, FOURTH), Optional.of(SECOND), Optional.of(FIRST)));
    }

    @Test
    void whilePromoting() throws IOException {
        List<String> releases = List.of(FIRST, SECOND, THIRD);
        assertThat(dieEverywhere(writer -> writer.promote(THIRD, "crash")))
                .containsExactlyInAnyOrder(
                        new State(releases, Optional.of(SECOND), Optional.of(FIRST)),
                        new State(releases, Optional.of(THIRD), Optional.of(SECOND)));
    }

    @Test
    void whileRollingBack() throws IOException {
        List<String> releases = List.of(FIRST, SECOND, THIRD);
        assertThat(dieEverywhere(writer -> writer.rollback("crash")))
                .containsExactlyInAnyOrder(
                        new State(releases, Optional.of(SECOND), Optional.of(FIRST)),
                        new State(releases, Optional.of(FIRST), Optional.empty()));
    }

    @Test
    void whilePruning() throws IOException {
        assertThat(dieEverywhere(writer -> writer.prune(new Retention(2, Duration.ZERO))))
                .containsExactlyInAnyOrder(
                        new State(List.of(FIRST, SECOND, THIRD), Optional.of(SECOND), Optional.of(FIRST)),
                        new State(List.of(FIRST, SECOND), Optional.of(SECOND), Optional.of(FIRST)));
    }

    @Test
    void whileTheFirstReleaseOfAMemoryIsMade() throws IOException {
        Set<State> seen = new TreeSet<>();
        boolean died = true;
        for (int operations = 0; died; operations++) {
            Path memory = scratch.resolve("new-" + operations);
            died = dies(memory, operations, writer -> {
                publish(writer, 0);
                writer.promote(FIRST, "crash");
            });
            seen.add(State.of(memory, hadoop));
            requireHealed(memory);
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        new State(List.of(), Optional.empty(), Optional.empty()),
                        new State(List.of(FIRST), Optional.empty(), Optional.empty()),
                        new State(List.of(FIRST), Optional.of(FIRST), Optional.empty()));
    }

    /**
     * What readers see.
     *
     * @param releases all of them were loaded
     * @param current the promoted one
     * @param rollback where a rollback would go
     */
    private record State(List<String> releases, Optional<String> current, Optional<String> rollback)
            implements Comparable<State> {
        static State of(Path memory, Configuration hadoop) throws IOException {
            org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(memory.toUri());
            ReleaseStore store = new ReleaseStore(root, hadoop);
            List<String> releases = SmallMemory.loadAll(root, hadoop);
            return new State(releases, store.currentName(), store.rollbackTarget());
        }

        @Override
        public int compareTo(State other) {
            return toString().compareTo(other.toString());
        }
    }

    /** @return what readers saw after a death at any operation, and without one */
    private Set<State> dieEverywhere(Work work) throws IOException {
        Path base = scratch.resolve("base");
        try (ReleaseWriter writer = healthy(base)) {
            for (int k = 0; k < 3; k++) {
                publish(writer, k);
            }
            writer.promote(FIRST, "first");
            writer.promote(SECOND, "second");
        }
        Set<State> seen = new TreeSet<>();
        boolean died = true;
        for (int operations = 0; died; operations++) {
            Path memory = scratch.resolve("memory-" + operations);
            FileUtils.copyDirectory(base.toFile(), memory.toFile());
            died = dies(memory, operations, work);
            seen.add(State.of(memory, hadoop));
            requireHealed(memory);
        }
        return seen;
    }

    private boolean dies(Path memory, int operations, Work work) throws IOException {
        FailingFileSystem.dieAfter(operations);
        try (ReleaseWriter mortal =
                ReleaseWriter.open(FailingFileSystem.path(memory), "mortal", LEASE, clock, hadoop)) {
            work.on(mortal);
            return false;
        } catch (FailingFileSystem.Death death) {
            return true;
        }
    }

    /** The next writer, once the lease of the dead one has ended, succeeds and leaves nothing but what belongs there. */
    private void requireHealed(Path memory) throws IOException {
        clock.pass(LEASE);
        try (ReleaseWriter next = healthy(memory)) {
            String release = publish(next, 30);
            next.promote(release, "next");
        }
        assertThat(State.of(memory, hadoop).current()).contains("20261122T014530Z");
        assertThat(names(memory))
                .hasSize(4)
                .contains("CURRENT", "promotions.jsonl", "releases")
                .anyMatch(name -> name.matches("\\.lease-\\d{6}"));
        assertThat(names(memory.resolve("releases"))).noneMatch(name -> name.startsWith("."));
    }

    private List<String> names(Path directory) throws IOException {
        return Storage.names(new org.apache.hadoop.fs.Path(directory.toUri()), hadoop);
    }

    private ReleaseWriter healthy(Path memory) throws IOException {
        return open(memory, Long.MAX_VALUE);
    }

    private ReleaseWriter open(Path memory, long operations) throws IOException {
        FailingFileSystem.dieAfter(operations);
        return ReleaseWriter.open(FailingFileSystem.path(memory), "crash", LEASE, clock, hadoop);
    }

    private String publish(ReleaseWriter writer, int second) throws IOException {
        return writer.publish(NOW.plusSeconds(second), here -> content.write(here, hadoop))
                .getName();
    }
}
