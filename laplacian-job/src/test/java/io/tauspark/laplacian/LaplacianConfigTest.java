package io.tauspark.laplacian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Settings;
import io.tauspark.corpus.CorpusConfig;
import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.CorpusConfig.TextUnit;
import io.tauspark.embed.DjlConfig;
import io.tauspark.embed.EmbedConfig;
import io.tauspark.embed.Pooling;
import io.tauspark.graph.ArrowspaceConfig;
import io.tauspark.graph.ArrowspaceConfig.Sampling;
import io.tauspark.graph.GraphConfig;
import io.tauspark.graph.GraphConfig.Neighbours;
import io.tauspark.graph.GraphConfig.Normalisation;
import io.tauspark.graph.GraphConfig.Sparsify;
import io.tauspark.job.JobCommand;
import io.tauspark.shards.CorpusFields;
import io.tauspark.termgraph.TermsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaplacianConfigTest {
    @Test
    void hasTheseDefaults() {
        assertThat(read("input=in", "output=out"))
                .isEqualTo(new LaplacianConfig(
                        "domain",
                        new CorpusConfig(
                                "in",
                                Format.JSONL,
                                TextUnit.LINE,
                                new CorpusFields("text", "id"),
                                "",
                                16L << 20,
                                0.05,
                                128L << 20),
                        "out",
                        42,
                        false,
                        new EmbedConfig(
                                EmbedConfig.Kind.WORDS,
                                128,
                                3,
                                5,
                                3,
                                200_000,
                                new DjlConfig("", "auto", 32, Pooling.MEAN, true, 256, false),
                                "embedding"),
                        new TermsConfig(null, 128, 128, 3, 2, 12, 10, 4096),
                        new GraphConfig(
                                GraphConfig.Mode.EXACT,
                                2.0,
                                9,
                                2.0,
                                1.0,
                                Neighbours.EXACT,
                                Sparsify.AUTO,
                                Normalisation.NONE,
                                new ArrowspaceConfig(25, false, false, Sampling.SIMPLE, 0.6, 0, 0, 42, false, 0.3)),
                        new TauConfig(TauConfig.Rule.MEDIAN, 0.5, 1, TauConfig.Source.ENERGIES, false, false),
                        new GateConfig(1, 0.3, 0.5, 1, 0, 90, 1),
                        Duration.ofMinutes(2)));
    }

    @Test
    void readsEverySetting() {
        assertThat(read(
                        "name=birds",
                        "input=a",
                        "format=parquet",
                        "unit=file",
                        "text=body",
                        "id=key",
                        "record-limit=1KiB",
                        "rejected.limit=0.5",
                        "zstd-window=1GiB",
                        "output=b",
                        "seed=7",
                        "update=false",
                        "embed.kind=column",
                        "embed.dimension=64",
                        "embed.min-count=1",
                        "embed.window=3",
                        "embed.iterations=9",
                        "embed.fit-documents=1000",
                        "embed.djl.model=m",
                        "embed.djl.engine=PyTorch",
                        "embed.djl.batch=8",
                        "embed.djl.pooling=cls",
                        "embed.djl.normalise=false",
                        "embed.djl.max-length=99",
                        "embed.djl.token-types=true",
                        "embed.column=vector",
                        "graph.mode=arrowspace",
                        "graph.eps=1.31",
                        "graph.topk=15",
                        "graph.p=1.8",
                        "graph.sigma=0.535",
                        "graph.neighbours=strided",
                        "graph.sparsify=never",
                        "graph.normalisation=trace",
                        "graph.arrowspace.k=9",
                        "graph.arrowspace.normalise=true",
                        "graph.arrowspace.sparsity-check=true",
                        "graph.arrowspace.sampling=density-adaptive",
                        "graph.arrowspace.sampling-rate=0.7",
                        "graph.arrowspace.cluster-max-clusters=179",
                        "graph.arrowspace.cluster-radius=221.9",
                        "graph.arrowspace.clustering-seed=128",
                        "graph.arrowspace.use-dims-reduction=true",
                        "graph.arrowspace.rp-eps=1.31",
                        "tau.rule=percentile",
                        "tau.percentile=0.9",
                        "tau.value=2",
                        "tau.source=coordinates",
                        "tau.dispersion=true",
                        "tau.min-max=true",
                        "terms.size=64",
                        "terms.rank=32",
                        "terms.min-count=2",
                        "terms.near=1",
                        "terms.around=5",
                        "terms.topk=4",
                        "terms.contexts=100",
                        "gate.components=3",
                        "gate.hub-share=0.6",
                        "gate.known-share=0.1",
                        "gate.drift.spectrum-distance=0.2",
                        "gate.drift.edge-overlap=0.3",
                        "gate.drift.angle=40",
                        "gate.drift.lambda-shift=0.05",
                        "lease=30s"))
                .isEqualTo(new LaplacianConfig(
                        "birds",
                        new CorpusConfig(
                                "a",
                                Format.PARQUET,
                                TextUnit.FILE,
                                new CorpusFields("body", "key"),
                                "vector",
                                1024,
                                0.5,
                                1L << 30),
                        "b",
                        7,
                        false,
                        new EmbedConfig(
                                EmbedConfig.Kind.COLUMN,
                                64,
                                1,
                                3,
                                9,
                                1000,
                                new DjlConfig("m", "PyTorch", 8, Pooling.CLS, false, 99, true),
                                "vector"),
                        new TermsConfig(null, 64, 32, 2, 1, 5, 4, 100),
                        new GraphConfig(
                                GraphConfig.Mode.ARROWSPACE,
                                1.31,
                                15,
                                1.8,
                                0.535,
                                Neighbours.STRIDED,
                                Sparsify.NEVER,
                                Normalisation.TRACE,
                                new ArrowspaceConfig(
                                        9, true, true, Sampling.DENSITY_ADAPTIVE, 0.7, 179, 221.9, 128, true, 1.31)),
                        new TauConfig(TauConfig.Rule.PERCENTILE, 0.9, 2, TauConfig.Source.COORDINATES, true, true),
                        new GateConfig(3, 0.6, 0.1, 0.2, 0.3, 40, 0.05),
                        Duration.ofSeconds(30)));
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
                        "graph.arrowspace.rp-eps=2",
                        "tau.rule=mode",
                        "tau.percentile=2",
                        "gate.drift.angle=100",
                        "lease=1s",
                        "graph.k=3"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("output: has no value")
                .hasMessageContaining("embed.dimension: value 1 must be at least 3")
                .hasMessageContaining("embed.min-count: value 0")
                .hasMessageContaining("graph.eps: value 2.5 must lie in (0, 2]")
                .hasMessageContaining("graph.sigma: value 0.0 must be positive")
                .hasMessageContaining("graph.neighbours: value 'near' is none of exact, strided")
                .hasMessageContaining("graph.arrowspace.rp-eps: value 2.0 must lie in (0, 2)")
                .hasMessageContaining("tau.rule: value 'mode' is none of median, mean, percentile, fixed, memory")
                .hasMessageContaining("tau.percentile: value 2.0 must lie in [0, 1]")
                .hasMessageContaining("gate.drift.angle: value 100.0 must lie in [0, 90] degrees")
                .hasMessageContaining("lease: value 1s must be at least 10s")
                .hasMessageContaining("graph.k: is no setting");
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> read("input=in", "output=out", "update=true", "graph.mode=arrowspace"))
                .hasMessageContaining("update: value true needs graph.mode = exact");
        assertThatThrownBy(() -> read("input=in", "output=out", "update=true", "tau.source=coordinates"))
                .hasMessageContaining("update: value true needs tau.source = energies");
        assertThatThrownBy(() -> read("input=in", "output=out", "tau.dispersion=true"))
                .hasMessageContaining("tau.dispersion: value true is mixed in by a document's own tau");
        assertThatThrownBy(() -> read("input=in", "output=out", "tau.rule=memory"))
                .hasMessageContaining("tau.rule: value 'memory' is for scoring");
    }

    @Test
    void refusesMoreNeighboursThanFeatures() {
        assertThatThrownBy(() -> read("input=in", "output=out", "embed.dimension=10", "graph.topk=9"))
                .hasMessageContaining("graph.topk: value 9 must be at most embed.dimension - 2 = 8");
        assertThatThrownBy(() -> read("input=in", "output=out", "embed.dimension=10", "graph.topk=2147483647"))
                .hasMessageContaining("graph.topk: value 2147483647 must be at most embed.dimension - 2 = 8");
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
