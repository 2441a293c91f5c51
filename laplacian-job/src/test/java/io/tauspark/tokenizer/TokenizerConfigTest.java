package io.tauspark.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tauspark.config.InvalidConfig;
import io.tauspark.config.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenizerConfigTest {
    private static InvalidConfig refused(String... settings) {
        return catchThrowableOfType(InvalidConfig.class, () -> TokenizerJob.configure(settings));
    }

    @Test
    void defaultsArePinned() {
        assertThat(TokenizerJob.configure("data=in", "output=out"))
                .isEqualTo(new TokenizerConfig("in", "out", false, 0, 2, List.of("<|endoftext|>"), 1_000_000, 2));
    }

    @Test
    void everySettingIsReadUnderItsName() {
        assertThat(TokenizerJob.configure(
                        "data=in",
                        "output=out",
                        "overwrite=true",
                        "vocabulary=258",
                        "digits=1",
                        "special=<|pad|>,</s>",
                        "words=7",
                        "least-count=5"))
                .isEqualTo(new TokenizerConfig("in", "out", true, 258, 1, List.of("<|pad|>", "</s>"), 7, 5));
    }

    @Test
    void everyBrokenRuleIsReportedAtOnce() {
        assertThat(refused("data= ", "vocabulary=256", "digits=4", "special=[]", "words=0", "least-count=0")
                        .problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder("data", "output", "digits", "special", "words", "least-count");
    }

    @Test
    void aVocabularyMustHoldTheBytesAndTheSpecialTokens() {
        assertThat(refused("data=in", "output=out", "vocabulary=256"))
                .hasMessageContaining("vocabulary: value 256 must be 0, for the corpus to choose, or lie between 257");
        assertThat(refused("data=in", "output=out", "vocabulary=257", "special=[<|pad|>,</s>]"))
                .hasMessageContaining("between 258");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PAD",
                "Ġ<|",
                "<|größe|>",
                "<| pad|>",
                "||",
                "12",
                "<|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|>"
            })
    void aSpecialTokenIsNothingThatATextCanHaveAsAWord(String special) {
        assertThat(refused("data=in", "output=out", "special=[\"</s>\", \"%s\"]".formatted(special)))
                .hasMessageContaining("must be of printable ASCII");
    }

    @Test
    void oneSpecialTokenEndsADocument() {
        assertThat(refused("data=in", "output=out", "special=<|pad|>"))
                .hasMessageContaining("must have one that ends a document: <|endoftext|>, <|end_of_text|>, </s>");
        assertThat(refused("data=in", "output=out", "special=</s>,</s>")).hasMessageContaining("names a token twice");
    }
}
