package io.tauspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import io.tauspark.model.ParameterLayout.Slot;
import io.tauspark.store.Json;
import io.tauspark.train.TrainJob;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Four layers of width 128 with 16 heads of width 8, as the preset quickstart has them. */
class PastConfigTest {
    private static final int WIDTH = 128;
    private static final int MATRIX = 8 * WIDTH;

    private static ModelConfig model(String... settings) {
        List<String> all = new ArrayList<>(List.of("data=d", "memory=m", "output=o", "tokenizer=bytes"));
        all.addAll(List.of(settings));
        return TrainJob.configure(all.toArray(String[]::new)).model();
    }

    private static HeadGroup first(String... settings) {
        return AttentionStack.of(model(settings)).get(0).get(0);
    }

    private static float[] initial(String name, String... settings) {
        ModelConfig model = model(settings);
        Slot slot = ParameterLayout.of(model, WIDTH).slot(name);
        return Initialisation.of(slot, model, TokenStart.NONE, 7);
    }

    private static float[] head(float[] matrices, int number) {
        return Arrays.copyOfRange(matrices, number * MATRIX, (number + 1) * MATRIX);
    }

    @Test
    void delaysTheSecondHalfOfTheHeadsAndNoOther() {
        assertThat(first().delays()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(first("attention=dot").delayed()).isFalse();
        assertThat(first("attention=reference").delayed()).isFalse();
        assertThat(first("attention=reference").near()).isZero();
    }

    @Test
    void spreadsListsEvenlyOverAnyNumberOfKeyHeads() {
        assertThat(first("model.past.delays.tau=[0,1,2]", "model.queries-per-key=4")
                        .delays())
                .containsExactly(0, 0, 1, 2);
        assertThat(first("model.past.delays.tau=3", "model.queries-per-key=16").delays())
                .containsExactly(3);
        assertThat(first("model.past.forget=[true,false]", "model.queries-per-key=4")
                        .forgets())
                .containsExactly(true, true, false, false);
    }

    @Test
    void startsKeysAsTheQueriesThatTheyServe() {
        float[] own = initial("layers.1.tau.qkv.weight");
        assertThat(head(own, 16)).isEqualTo(head(own, 0)).isNotEqualTo(head(own, 1));
        assertThat(head(own, 31)).isEqualTo(head(own, 15)).isNotEqualTo(head(own, 32));
        float[] shared = initial("layers.1.tau.qkv.weight", "model.queries-per-key=4");
        assertThat(head(shared, 17)).isEqualTo(head(shared, 4));
        float[] free = initial("layers.1.tau.qkv.weight", "model.past.equal-start=[]");
        assertThat(head(free, 16)).isNotEqualTo(head(free, 0));
        assertThat(head(free, 0)).isEqualTo(head(own, 0));
    }

    @Test
    void startsTheNearBiasAsALadder() {
        float[] bias = initial("layers.3.tau.near_bias");
        assertThat(bias).hasSize(16 * 16);
        for (int i = 0; i < bias.length; i++) {
            assertThat(bias[i]).isEqualTo(i % 16 == i / 16 % 8 ? 3 : 0);
        }
        assertThat(initial("layers.0.dot.near_bias", "attention=dot", "model.past.near.rungs=2"))
                .hasSize(4 * 16)
                .containsSequence(3, 0, 0, 0);
    }

    @Test
    void hasNoMoreRungsThanTokens() {
        assertThat(model("model.past.near.tokens=4"))
                .isEqualTo(model("model.past.near.tokens=4", "model.past.near.rungs=4"));
    }

    @Test
    void isTheSameWithoutABiasWhateverItsStartWouldBe() {
        assertThat(model("model.past.near.tokens=0", "model.past.near.start=1"))
                .isEqualTo(model("model.past.near.tokens=0", "model.past.near.rungs=3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "model.past.delays.tau=[]|model.past.delays.tau: value '[]' must be a list of numbers of tokens between 0 and 64",
                "model.past.delays.grid=[0,65]|model.past.delays.grid: value '[0, 65]' must be a list",
                "model.past.delays.dot=soon|model.past.delays.dot: value 'soon' is not a list of integers",
                "model.past.equal-start=mean|must be tau, grid, dot or local: mean has no queries",
                "model.past.near.tokens=257|must lie between 0, for no bias, and 256",
                "model.past.near.rungs=0|model.past.near.rungs: value 0 must be at least 1",
                "model.past.near.start=-1|must lie between 0 and 20",
                "model.past.window=5000|model.past.window: value 5000 must lie between 1 and 4096 tokens",
                "model.past.forget=[]|must name true or false at least once",
                "model.past.forget=often|model.past.forget: value 'often' is not a list of true and false",
                "model.lambda.least-temperature=0|must lie between 1.0E-4",
                "model.lambda.temperature=0.01|must be at least model.lambda.least-temperature = 0.0115"
            })
    void refusesWhatCannotBe(String setting, String message) {
        assertThatThrownBy(() -> model(setting))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining(message);
    }

    @Test
    void letsTauAloneBeColder() {
        assertThat(first("model.lambda.least-temperature=0.001").cold()).isTrue();
        assertThat(first("model.lambda.temperature=0.0115").cold()).isFalse();
        assertThatThrownBy(() -> model("model.lambda.least-temperature=0.001", "attention=[[tau,grid]]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("with grid attention, whose weights would underflow; only tau may be colder");
    }

    @Test
    void savedBeforeThereWereWindowsItHasNone() {
        String saved = """
                {"delays": {"tau": [0, 1], "grid": [0, 1], "dot": [0]}, "equalStart": ["TAU"],
                 "near": {"tokens": 16, "start": 3.0, "rungs": 8}, "forget": [true]}""";
        PastConfig read = Json.read(saved, PastConfig.class, "a past");
        assertThat(read.window()).isZero();
        assertThat(Json.read(Json.line(read), PastConfig.class, "a past")).isEqualTo(read);
    }
}
