package io.tauspark.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.tauspark.config.Settings;
import io.tauspark.train.config.TrainConfig;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {

    @Test
    void theOriginalOf30MillionParametersHasAsManyAsItsAuthorCounted() {
        assertThat(size("attention=reference", "model.preset=30m")).isEqualTo(29_933_568);
        assertThat(size("attention=reference", "model.preset=30m", "model.vocabulary=30522", "model.tied=false"))
                .isEqualTo(34_057_728);
    }

    @Test
    void theScoresOfHeadsCostLittleBesides() {
        long keyWeights = 6 * (2 * 24 * 384 + 24);
        long temperatures = 6 * 24;
        long nearBias = 6 * 24 * 16;
        assertThat(size("attention=tau", "model.preset=30m"))
                .isEqualTo(29_933_568 + keyWeights + temperatures + nearBias);
        assertThat(size("attention=dot", "model.preset=30m", "model.key-weight=none", "model.past.near.tokens=0"))
                .isEqualTo(29_933_568 + 6 * 6);
        assertThat(size("attention=reference", "model.preset=100m")).isEqualTo(98_832_384);
    }

    @Test
    void aMeanWithAWiderMlpHasAsManyAsAReference() {
        assertThat(size(
                        "attention=mean",
                        "model.preset=30m",
                        "model.key-weight=none",
                        "model.mlp=5",
                        "model.past.near.tokens=0"))
                .isEqualTo(29_933_568);
    }

    @Test
    void groupsCoverEveryParameterOnceInOrder() {
        ParameterLayout layout = ParameterLayout.of(model("attention=[[tau, tau, dot, mean]]"), 128);
        long next = 0;
        for (ParameterLayout.Group group : layout.groups()) {
            assertThat(group.offset()).isEqualTo(next);
            next += group.size();
        }
        assertThat(next).isEqualTo(layout.size());
    }

    private static long size(String... settings) {
        return ParameterLayout.of(model(settings), 384).size();
    }

    private static ModelConfig model(String... settings) {
        Config presets = Settings.reference(TrainConfig.class, "presets");
        return Settings.read(
                TrainConfig.defaults(), null, List.of(settings), read -> ModelConfig.from(read, presets, 257));
    }
}
