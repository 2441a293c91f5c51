package io.tauspark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.config.Settings;
import io.tauspark.train.config.LearningRate;
import io.tauspark.train.config.RateState;
import io.tauspark.train.config.TrainConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recipes of 30 million parameters in {@code conf/} are what they say. */
class RecipesTest {
    /** Of tauformer's published run, and of ours. */
    private static final long TOKENS = 655_360_000;

    private static TrainConfig recipe(String name) {
        Path file = Path.of("..", "conf", name);
        // Bytes, because a recipe does not depend on what the tokens are.
        return Settings.read(TrainJob.defaults(), file, List.of("tokenizer=bytes"), TrainConfig::from);
    }

    @Test
    void theReferenceIsWhatWasPublished() {
        TrainConfig config = recipe("reference-recipe.conf");
        assertThat(config.model().attentionName()).isEqualTo("reference");
        assertThat(config.model().layers()).isEqualTo(6);
        assertThat(config.model().width()).isEqualTo(384);
        assertThat(config.model().context()).isEqualTo(1024);
        assertThat(config.model().heads().reference()).isEqualTo(6);
        assertThat(config.tokensPerStep()).isEqualTo(131_072);
        assertThat(config.steps() * config.tokensPerStep()).isEqualTo(TOKENS);
        LearningRate rate = config.rate();
        assertThat(rate.schedule()).isEqualTo(LearningRate.Schedule.PLATEAU);
        assertThat(rate.at(0, config.steps(), RateState.START)).isCloseTo(5e-6, within(1e-18));
        assertThat(rate.at(100, config.steps(), RateState.START)).isEqualTo(5e-4);
        assertThat(rate.plateau().factor()).isEqualTo(0.5);
    }

    @Test
    void oursTakesAsManyTokensOfTheSameShape() {
        TrainConfig config = recipe("30m.conf");
        assertThat(config.model().attentionName()).isEqualTo("tau");
        assertThat(config.model().layers()).isEqualTo(6);
        assertThat(config.model().width()).isEqualTo(384);
        assertThat(config.steps() * config.tokensPerStep()).isEqualTo(TOKENS);
        assertThat(config.rate().schedule()).isEqualTo(LearningRate.Schedule.COSINE);
    }
}
