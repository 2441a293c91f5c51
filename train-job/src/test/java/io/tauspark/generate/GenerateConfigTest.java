package io.tauspark.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigRenderOptions;
import io.tauspark.config.InvalidConfig;
import org.junit.jupiter.api.Test;

class GenerateConfigTest {
    @Test
    void defaultsArePinned() {
        assertThat(GenerateJob.defaults().root().render(ConfigRenderOptions.concise()))
                .isEqualTo(
                        "{\"min-p\":0,\"model\":null,\"past\":\"\",\"prompt\":\"\",\"prompt-file\":\"\",\"repetition-penalty\":1,"
                                + "\"samples\":1,\"save-past\":\"\",\"seed\":42,\"state\":\"auto\",\"stop\":[],\"temperature\":0.7,\"tokens\":300,\"top-k\":40,"
                                + "\"top-p\":1,\"weights\":\"float32\"}");
    }

    @Test
    void moreTokensThanAnybodyReadsAreRefused() {
        assertThatThrownBy(() -> GenerateJob.configure("model=", "tokens=2147483647"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("model: value '' is blank; name the output of train")
                .hasMessageContaining("tokens: value 2147483647 must be at most 1000000");
    }

    @Test
    void whatLeavesNoTokenIsRefused() {
        assertThatThrownBy(() -> GenerateJob.configure(
                        "top-p=0", "min-p=1.5", "repetition-penalty=0.5", "samples=0", "stop=[\"\"]"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("top-p: value 0.0 must lie above 0 and be at most 1")
                .hasMessageContaining("min-p: value 1.5 must lie between 0, for all tokens, and 1")
                .hasMessageContaining("repetition-penalty: value 0.5 must lie between 1, for none, and 10")
                .hasMessageContaining("samples: value 0 must lie between 1 and 1000")
                .hasMessageContaining("must not name an empty text");
    }

    @Test
    void aStateThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> GenerateJob.configure("model=m", "state=paged"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("state: value 'paged'")
                .hasMessageContaining("auto, tensors, flat, exact, grid");
    }

    @Test
    void twoPromptsAreRefused() {
        assertThatThrownBy(() -> GenerateJob.configure("model=m", "prompt=a", "prompt-file=b"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("prompt-file: value 'b' must be empty where prompt is given");
    }

    @Test
    void everyBrokenRuleIsReported() {
        assertThatThrownBy(() -> GenerateJob.configure("tokens=0", "temperature=-1", "top-k=-2", "heat=3"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContainingAll("model:", "temperature:", "top-k:", "heat:");
    }
}
