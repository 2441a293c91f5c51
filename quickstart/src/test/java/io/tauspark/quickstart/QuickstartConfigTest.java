package io.tauspark.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidConfig;
import io.tauspark.model.MemoryConfig.Use;
import org.junit.jupiter.api.Test;

class QuickstartConfigTest {
    @Test
    void itsOwnDefaultsArePinned() {
        QuickstartConfig config = QuickstartJob.configure();
        assertThat(config.output()).isEqualTo("target/quickstart");
        assertThat(config.domains()).containsExactly("noun.animal");
        assertThat(config.train().steps()).isEqualTo(600);
        assertThat(config.train().workers()).isEqualTo(2);
        assertThat(config.tokenizer().vocabulary()).isEqualTo(4096);
        // The vocabulary is not there yet; another stands in for it.
        assertThat(config.settings().text("train.tokenizer-file"))
                .isEqualTo(config.settings().text("laplacian.terms.tokenizer-file"))
                .isEqualTo("target/quickstart/vocabulary/tokenizer.json");
        assertThat(config.train().model().memory().use()).containsExactly(Use.FEATURES, Use.TERMS, Use.SPREAD);
        assertThat(config.train().model().tied()).isTrue();
        assertThat(config.train().optimizer().embeddingRate()).isEqualTo(0.3);
        assertThat(config.train().model().context()).isEqualTo(128);
        assertThat(config.train().batch().windows()).isEqualTo(4);
        assertThat(config.train().batch().microBatches()).isEqualTo(2);
        assertThat(config.train().rate().peak()).isEqualTo(3e-3);
        assertThat(config.train().validation().every()).isEqualTo(200);
        assertThat(config.train().checkpoint().every()).isEqualTo(500);
        assertThat(config.generate().prompt()).isEqualTo("dog");
        assertThat(config.generate().limits().tokens()).isEqualTo(200);
        assertThat(config.generate().sampling().temperature()).isEqualTo(0.5);
    }

    @Test
    void everyPathFollowsTheOutput() {
        QuickstartConfig config = QuickstartJob.configure("output=/elsewhere");
        assertThat(config.shard().output()).isEqualTo("/elsewhere/shards");
        assertThat(config.laplacian().corpus().input()).isEqualTo("/elsewhere/shards/train");
        assertThat(config.train().memory()).isEqualTo("/elsewhere/memory");
        assertThat(config.generate().model()).isEqualTo("/elsewhere/run");
    }

    @Test
    void aCorpusOfOnesOwnIsNotOverwritten() {
        assertThatThrownBy(() -> QuickstartJob.configure("output=there", "shard.input=mine.jsonl", "shard.shards=0"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContaining("shard.input: value 'mine.jsonl' must stay corpus.jsonl in output")
                .hasMessageContaining("shard.shards:");
        assertThatThrownBy(() -> QuickstartJob.configure("output=there", "shard.shards=0"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageNotContaining("shard.input");
    }

    @Test
    void settingsOfTheJobsAreCheckedBeforeAnythingRuns() {
        assertThatThrownBy(() -> QuickstartJob.configure("train.steps=0", "domains=noun.dragon", "shard.pieces=3"))
                .isInstanceOf(InvalidConfig.class)
                .hasMessageContainingAll("train.steps:", "domains:", "shard.pieces:");
    }
}
