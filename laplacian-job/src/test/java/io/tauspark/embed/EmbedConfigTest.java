package io.tauspark.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import io.tauspark.config.RecordBinder;
import io.tauspark.config.Settings;
import io.tauspark.laplacian.LaplacianJob;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbedConfigTest {
    @Test
    void hasTheseDefaults() {
        assertThat(read())
                .isEqualTo(new EmbedConfig(
                        EmbedConfig.Kind.WORDS,
                        128,
                        3,
                        5,
                        3,
                        200_000,
                        new DjlConfig("", "auto", 32, Pooling.MEAN, true, 256, false),
                        "embedding"));
    }

    @Test
    void readsEverySetting() {
        assertThat(read(
                        "kind=djl",
                        "dimension=384",
                        "djl.model=hdfs:///models/minilm",
                        "djl.engine=OnnxRuntime",
                        "djl.batch=8",
                        "djl.pooling=cls",
                        "djl.normalise=false",
                        "djl.max-length=128",
                        "djl.token-types=true",
                        "column=vector"))
                .isEqualTo(new EmbedConfig(
                        EmbedConfig.Kind.DJL,
                        384,
                        3,
                        5,
                        3,
                        200_000,
                        new DjlConfig("hdfs:///models/minilm", "OnnxRuntime", 8, Pooling.CLS, false, 128, true),
                        "vector"));
    }

    @Test
    void leavesTheDimensionToModelsAndColumns() {
        assertThat(read("kind=djl", "djl.model=m").dimension()).isZero();
        assertThat(read("kind=column").dimension()).isZero();
        assertThat(read("kind=column", "dimension=16").dimension()).isEqualTo(16);
    }

    @Test
    void reportsEveryProblemAtOnce() {
        assertThatThrownBy(() -> read(
                        "kind=djl",
                        "dimension=1",
                        "djl.engine=TensorFlow",
                        "djl.batch=0",
                        "djl.pooling=sum",
                        "djl.max-length=0"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("embed.dimension: value 1 must be at least 3, or 0 for what the kind has")
                .hasMessageContaining("embed.djl.engine: value 'TensorFlow' is none of auto, PyTorch, OnnxRuntime")
                .hasMessageContaining("embed.djl.batch: value 0")
                .hasMessageContaining("embed.djl.pooling: value 'sum' is none of mean, cls, max, none")
                .hasMessageContaining("embed.djl.max-length: value 0");
        assertThatThrownBy(() -> read("dimension=20000"))
                .hasMessageContaining("embed.dimension: value 20000 must be at most 16384");
        assertThatThrownBy(() -> read("kind=djl"))
                .hasMessageContaining("embed.djl.model: value '' must name the directory or URL");
        assertThatThrownBy(() -> read("kind=column", "column= "))
                .hasMessageContaining("embed.column: value '' must name a field");
    }

    @Test
    void isWhatAPipelineStageAssumes() {
        TextEmbedder stage = new TextEmbedder();
        TextEmbedder configured = TextEmbedder.of(read().djl(), "");
        for (var param : stage.params()) {
            if (stage.hasDefault(param)) {
                assertThat(stage.getOrDefault(param))
                        .as(param.name())
                        .isEqualTo(configured.getOrDefault(configured.getParam(param.name())));
            }
        }
    }

    /** Settings of the embed section. */
    private static EmbedConfig read(String... lines) {
        return Settings.read(
                LaplacianJob.defaults(),
                null,
                List.of(lines).stream().map(line -> "embed." + line).toList(),
                settings -> settings.section("embed", RecordBinder.of(EmbedConfig.class)));
    }
}
