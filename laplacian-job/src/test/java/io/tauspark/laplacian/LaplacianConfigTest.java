package io.tauspark.laplacian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Settings;
import io.tauspark.embed.DjlConfig;
import io.tauspark.embed.EmbedConfig;
import io.tauspark.embed.EmbedKind;
import io.tauspark.embed.Pooling;
import io.tauspark.graph.GraphConfig;
import io.tauspark.graph.Neighbours;
import io.tauspark.job.JobCommand;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaplacianConfigTest {
    private static final DjlConfig NO_MODEL = new DjlConfig("", "auto", 32, Pooling.MEAN, true, 256, false);

    @Test
    void hasTheseDefaults() {
        assertThat(read("input=in", "output=out"))
                .isEqualTo(new LaplacianConfig(
                        "domain",
                        "in",
                        "out",
                        42,
                        new EmbedConfig(EmbedKind.WORDS, 128, 3, 5, 3, 200_000, NO_MODEL, "embedding"),
                        new GraphConfig(2.0, 9, 2.0, 1.0, Neighbours.EXACT),
                        TauRule.MEDIAN));
    }

    @Test
    void readsEverySetting() {
        assertThat(read(
                        "name=birds",
                        "input=a",
                        "output=b",
                        "seed=7",
                        "embed.kind=words",
                        "embed.dimension=64",
                        "embed.min-count=1",
                        "embed.window=3",
                        "embed.iterations=9",
                        "embed.fit-documents=1000",
                        "graph.eps=1.31",
                        "graph.topk=15",
                        "graph.p=1.8",
                        "graph.sigma=0.535",
                        "graph.neighbours=strided",
                        "tau.rule=median"))
                .isEqualTo(new LaplacianConfig(
                        "birds",
                        "a",
                        "b",
                        7,
                        new EmbedConfig(EmbedKind.WORDS, 64, 1, 3, 9, 1000, NO_MODEL, "embedding"),
                        new GraphConfig(1.31, 15, 1.8, 0.535, Neighbours.STRIDED),
                        TauRule.MEDIAN));
    }

    @Test
    void reportsEveryProblemAtOnce() {
        assertThatThrownBy(() -> read(
                        "input=in",
                        "embed.dimension=1",
                        "embed.min-count=0",
                        "graph.eps=2.5",
                        "graph.sigma=0",
                        "graph.neighbours=near",
                        "tau.rule=mean",
                        "graph.k=3"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("output: has no value")
                .hasMessageContaining("embed.dimension: value 1 must be at least 2")
                .hasMessageContaining("embed.min-count: value 0")
                .hasMessageContaining("graph.eps: value 2.5 must lie in (0, 2]")
                .hasMessageContaining("graph.sigma: value 0.0 must be positive")
                .hasMessageContaining("graph.neighbours: value 'near' is none of exact, strided")
                .hasMessageContaining("tau.rule: value 'mean' is none of median")
                .hasMessageContaining("graph.k: is no setting");
    }

    @Test
    void refusesMoreNeighboursThanFeatures() {
        assertThatThrownBy(() -> read("input=in", "output=out", "embed.dimension=10", "graph.topk=9"))
                .hasMessageContaining("graph.topk: value 9 must be at most embed.dimension - 2 = 8");
        assertThat(read("input=in", "output=out", "embed.dimension=10", "graph.topk=8")
                        .graph()
                        .topk())
                .isEqualTo(8);
    }

    @Test
    void aRefusedCommandWritesNothing(@TempDir Path directory) {
        Path output = directory.resolve("memory");
        String[] line = {"--set", "input=in", "--set", "output=" + output, "--set", "graph.topk=0"};
        assertThat(JobCommand.execute(new LaplacianJob(), line)).isEqualTo(2);
        assertThat(output).doesNotExist();
    }

    private static LaplacianConfig read(String... lines) {
        return Settings.read(
                Settings.reference(LaplacianJob.class, "laplacian"), null, List.of(lines), LaplacianConfig::from);
    }
}
