package io.tauspark.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import io.tauspark.train.TrainJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchConfigTest {
    private static TrainConfig configure(String... settings) {
        String[] all = new String[settings.length + 3];
        System.arraycopy(settings, 0, all, 3, settings.length);
        all[0] = "data=d";
        all[1] = "memory=m";
        all[2] = "output=o";
        return TrainJob.configure(all);
    }

    @Test
    void aTokenBudgetSaysHowManyMicroBatchesThereAre() {
        TrainConfig config = configure("model.context=1024", "batch.windows=8", "batch.tokens=131072");
        assertThat(config.batch()).isEqualTo(new BatchConfig(8, 16));
        assertThat(config.tokensPerStep()).isEqualTo(131_072);
    }

    @Test
    void withoutOneTheNumberIsGiven() {
        assertThat(configure("batch.windows=8", "batch.micro-batches=2").batch())
                .isEqualTo(new BatchConfig(8, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "100000, the nearest are 65536 and 131072",
        "24576, the nearest are 16384 and 32768",
        "8193, the nearest are 8192 and 16384",
        "4096, 'the least is 8192, a smaller one needs a smaller batch.windows'"
    })
    void aBudgetThatDoesNotDivideIsRefusedWithThoseThatDo(long tokens, String message) {
        assertThatThrownBy(() -> BatchConfig.ofTokens(8, tokens, 1024))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("batch.windows × model.context = 8192")
                .hasMessageContaining(message);
    }

    @Test
    void aBudgetCannotBeNegativeOrMakeMoreMicroBatchesThanOneMessageCarries() {
        assertThatThrownBy(() -> configure("batch.tokens=-1")).hasMessageContaining("batch.tokens");
        assertThatThrownBy(() -> BatchConfig.ofTokens(1, 1L << 40, 1024)).hasMessageContaining("raise batch.windows");
    }
}
