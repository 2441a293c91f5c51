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
                        "{\"model\":null,\"prompt\":\"\",\"seed\":42,\"temperature\":0.7,\"tokens\":300,\"top-k\":40}");
    }

    @Test
    void moreTokensThanAnybodyReadsAreRefused() {
        assertThatThrownBy(() -> GenerateJob.configure("model=", "tokens=2147483647"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("model: value '' is blank; name the output of train")
                .hasMessageContaining("tokens: value 2147483647 must be at most 1000000");
    }

    @Test
    void everyBrokenRuleIsReported() {
        assertThatThrownBy(() -> GenerateJob.configure("tokens=0", "temperature=-1", "top-k=-2", "heat=3"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContainingAll("model:", "temperature:", "top-k:", "heat:");
    }
}
