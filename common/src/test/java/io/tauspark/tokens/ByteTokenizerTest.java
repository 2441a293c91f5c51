package io.tauspark.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteTokenizerTest {
    private final Tokenizer tokenizer = new ByteTokenizer();

    @Test
    void everyTextComesBack() {
        for (String text : HardTexts.all()) {
            int[] ids = tokenizer.encode(text);
            assertThat(tokenizer.decode(ids)).isEqualTo(text);
            assertThat(ids).hasSize(text.getBytes(StandardCharsets.UTF_8).length);
            assertThat(Arrays.stream(tokenizer.bytes(text)).sum()).isEqualTo(ids.length);
        }
    }

    @Test
    void theSeparatorIsBeyondAllBytesAndHasNoText() {
        assertThat(tokenizer.separator()).isEqualTo(256);
        assertThat(tokenizer.vocabulary()).isEqualTo(257);
        assertThat(tokenizer.decode(new int[] {256, 'a', 256, 'b'})).isEqualTo("ab");
    }

    @Test
    void halvesOfACharacterAreReplaced() {
        assertThat(tokenizer.decode(new int[] {0xC3, 'a'})).isEqualTo("\ufffda");
    }
}
