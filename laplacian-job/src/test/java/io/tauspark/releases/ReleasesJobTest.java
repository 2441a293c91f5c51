package io.tauspark.releases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import io.tauspark.job.JobCommand;
import io.tauspark.memory.Laplacian;
import io.tauspark.memory.LaplacianForm;
import io.tauspark.memory.Manifold;
import io.tauspark.memory.ManifoldJson;
import io.tauspark.memory.ManifoldParquet;
import io.tauspark.release.Lease;
import io.tauspark.release.ReleaseWriter;
import io.tauspark.store.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesJobTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:45:00Z");
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Configuration hadoop = new Configuration();
    private final java.nio.file.Path memory;
    private final Path root;

    ReleasesJobTest(@TempDir java.nio.file.Path directory) throws IOException {
        memory = directory.resolve("memory");
        root = new Path(memory.toUri());
        try (ReleaseWriter writer = ReleaseWriter.open(root, "test", LEASE, hadoop)) {
            for (int second = 0; second < 3; second++) {
                writer.publish(NOW.plusSeconds(second), this::fill);
            }
            writer.promote("20261122T014500Z", "built");
            writer.promote("20261122T014501Z", "built");
        }
    }

    @Test
    void listsWhatPeopleAskFor() throws IOException {
        Files.writeString(memory.resolve("releases/20261122T014502Z/manifold.json"), "{");
        ReleasesReport report = run(ReleasesAction.LIST);
        assertThat(report.done()).isEmpty();
        assertThat(report.releases()).extracting(ReleaseRow::current).containsExactly(false, true, false);
        assertThat(report.releases().get(0))
                .satisfies(row -> assertThat(row.created()).contains(NOW))
                .satisfies(row -> assertThat(row.documents()).isEqualTo(OptionalLong.of(12_345)))
                .satisfies(row -> assertThat(row.features()).isEqualTo(OptionalInt.of(2)))
                .satisfies(
                        row -> assertThat(row.note()).startsWith("promoted 2").endsWith("Z: built"));
        assertThat(report.summary().lines())
                .hasSize(4)
                .satisfiesExactly(
                        head -> assertThat(head)
                                .isEqualTo("  release           created                  documents  features"),
                        first -> assertThat(first)
                                .startsWith(
                                        "  20261122T014500Z  2026-11-22T01:45:00Z        12,345         2  promoted"),
                        second -> assertThat(second).startsWith("* 20261122T014501Z"),
                        third -> assertThat(third)
                                .contains("-         -  broken: ")
                                .contains("manifold.json"));
    }

    @Test
    void promotesRollsBackAndPrunesFromTheCommandLine() {
        assertThat(execute("promote", "20261122T014502Z")).isZero();
        assertThat(memory.resolve("CURRENT")).hasContent("20261122T014502Z");
        assertThat(execute("rollback")).isZero();
        assertThat(memory.resolve("CURRENT")).hasContent("20261122T014501Z");
        assertThat(execute("prune", "--set", "keep=2")).isZero();
        assertThat(memory.resolve("releases").toFile().list())
                .containsExactlyInAnyOrder("20261122T014500Z", "20261122T014501Z");
        assertThat(execute()).isZero();
    }

    @Test
    void saysWhatItPruned() throws IOException {
        ReleasesConfig config = ReleasesJob.configure("memory=" + memory, "keep=2");
        ReleasesReport first = ReleasesJob.run(config, ReleasesAction.PRUNE, List.of(), hadoop);
        assertThat(first.done()).containsExactly("removed 20261122T014502Z");
        assertThat(first.releases()).hasSize(2);
        assertThat(first.summary()).startsWith("removed 20261122T014502Z\n");
        assertThat(ReleasesJob.run(config, ReleasesAction.PRUNE, List.of(), hadoop)
                        .done())
                .containsExactly("nothing to remove");
    }

    @Test
    void refusesWhatCannotBeAndChangesNothing() {
        assertThat(execute("promote", "20261122")).isEqualTo(2);
        assertThat(execute("promote")).isEqualTo(2);
        assertThat(execute("demote", "20261122T014500Z")).isEqualTo(2);
        assertThat(execute("prune", "--set", "keep=1")).isEqualTo(2);
        assertThat(execute("list", "--set", "memory=" + memory.resolve("typo"))).isEqualTo(2);
        assertThat(memory.resolve("typo")).doesNotExist();
        assertThat(memory.resolve("CURRENT")).hasContent("20261122T014501Z");
        assertThatThrownBy(() -> run(ReleasesAction.PROMOTE, "a", "b"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("promote takes one release, got 2 [a, b]; memory")
                .hasMessageContaining("has [20261122T014500Z, 20261122T014501Z, 20261122T014502Z]");
        assertThatThrownBy(() -> ReleasesAction.named("demote"))
                .hasMessage("unknown action 'demote'; one of list, show, compare, promote, rollback, prune");
    }

    @Test
    void listsButDoesNotTouchWhatSomebodyElseIsChanging() throws IOException {
        try (Lease builder = Lease.acquire(root, "laplacian", LEASE, hadoop)) {
            assertThat(execute("prune", "--set", "keep=2")).isEqualTo(2);
            assertThat(execute("rollback")).isEqualTo(2);
            assertThat(execute("list")).isZero();
            builder.requireHeld();
        }
        assertThat(memory.resolve("releases").toFile().list()).hasSize(3);
    }

    private ReleasesReport run(ReleasesAction action, String... names) throws IOException {
        return ReleasesJob.run(ReleasesJob.configure("memory=" + memory), action, List.of(names), hadoop);
    }

    private int execute(String... words) {
        String[] line = new String[words.length + 2];
        line[0] = "--set";
        line[1] = "memory=" + memory;
        System.arraycopy(words, 0, line, 2, words.length);
        return JobCommand.execute(new ReleasesJob(), line);
    }

    private void fill(Path release) throws IOException {
        Laplacian edge = Laplacian.of(2, new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}, new double[] {1, -1, -1, 1});
        Manifold manifold = ManifoldParquet.write(new Path(release, "manifold.parquet"), "small", edge, hadoop);
        new ManifoldJson(
                        NOW,
                        12_345,
                        manifold,
                        LaplacianForm.COMBINATORIAL,
                        new ManifoldJson.Wiring(2, 1, 2, 1, "exact", Optional.empty()),
                        new ManifoldJson.Tau(OptionalDouble.of(0.5), "median-energy", "Median", 0),
                        Optional.empty())
                .write(release, hadoop);
        Storage.writeText(new Path(release, "provenance.json"), "{\"job\": \"laplacian\"}", hadoop);
    }
}
