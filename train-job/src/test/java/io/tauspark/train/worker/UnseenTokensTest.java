package io.tauspark.train.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.model.ModelConfig;
import io.tauspark.model.ParameterLayout;
import io.tauspark.run.RunEvent;
import io.tauspark.train.config.TrainConfig;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnseenTokensTest {
    private static ModelConfig model(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 3);
        all[settings.length] = "data=d";
        all[settings.length + 1] = "memory=m";
        all[settings.length + 2] = "output=o";
        return TrainConfig.configure(all).model();
    }

    private static Optional<RunEvent> warning(ModelConfig model, int ids, int seen) {
        long[] counts = new long[ids];
        Arrays.fill(counts, 0, seen, 7);
        return UnseenTokens.warning(counts, model, ParameterLayout.of(model, 0).size());
    }

    @Test
    void tellsOfAVocabularyThatIsMostOfTheModel() {
        ModelConfig model = model("tokenizer=gpt2");
        long parameters = ParameterLayout.of(model, 0).size();
        RunEvent event = warning(model, 50_257, 5_257).orElseThrow();
        assertThat(event.event()).isEqualTo("unseen_tokens");
        assertThat(event.facts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ids",
                        50_257,
                        "unseen",
                        45_000L,
                        "idle_parameters",
                        45_000L * 2 * 128,
                        "parameters",
                        parameters));
        assertThat(event.text())
                .startsWith("train  45,000 of the 50,257 token ids occur nowhere in the training data")
                .contains("are 84 % of the")
                .contains("bin/tauspark tokenizer");
    }

    @Test
    void countsRowsOfATiedEmbeddingOnceAndThoseBeyondTheTokenizer() {
        ModelConfig model = model("model.preset=30m");
        long parameters = ParameterLayout.of(model, 0).size();
        long most = parameters / 2 / 384;
        int seen = (int) (50_304 - most);
        assertThat(warning(model, 50_257, seen)).isEmpty();
        assertThat(warning(model, 50_257, seen - 1)).isPresent();
    }

    @Test
    void isSilentWhereTheModelIsItsLayers() {
        assertThat(warning(model("tokenizer=bytes"), 257, 60)).isEmpty();
    }
}
