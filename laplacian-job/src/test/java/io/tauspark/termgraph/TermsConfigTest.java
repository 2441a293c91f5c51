package io.tauspark.termgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import org.junit.jupiter.api.Test;

class TermsConfigTest {
    @Test
    void isUnwantedWithoutATokenizer() {
        assertThat(new TermsConfig(null, 128, 64, 3, 2, 12, 10, 4096).isWanted())
                .isFalse();
        assertThat(new TermsConfig(null, 128, 64, 3, 2, 12, 10, 4096).fewestTerms())
                .isEqualTo(129);
        assertThat(new TermsConfig(null, 8, 4, 3, 2, 12, 10, 4096).fewestTerms())
                .isEqualTo(11);
    }

    @Test
    void tellsAllBrokenRulesAtOnce() {
        assertThatThrownBy(() -> new TermsConfig(null, 1, 2_000, 0, 0, 101, 0, 0))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("size: value 1 must lie between 2 and 1024")
                .hasMessageContaining("rank: value 2000 must lie between 2 and 1024")
                .hasMessageContaining("min-count: value 0 must be at least 1")
                .hasMessageContaining("near: value 0 must be at least 1")
                .hasMessageContaining("around: value 101 must be at least near and at most 100")
                .hasMessageContaining("topk: value 0 must be at least 1")
                .hasMessageContaining("contexts: value 0 must be at least 1");
    }
}
