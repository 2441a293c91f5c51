package io.tauspark.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tauspark.tokens.ByteTokenizer;
import io.tauspark.tokens.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmergingTextTest {
    private final Tokenizer bytes = new ByteTokenizer();

    @Test
    void aCharacterAppearsOnceItIsWhole() {
        EmergingText text = new EmergingText(bytes, bytes.encode("so "));
        List<String> stages = new ArrayList<>();
        for (int id : bytes.encode("a\u00e9\uD83E\uDD80!")) {
            text.append(id);
            stages.add(text.text().toString());
        }
        assertThat(stages)
                .containsExactly(
                        "a",
                        "a",
                        "a\u00e9",
                        "a\u00e9",
                        "a\u00e9",
                        "a\u00e9",
                        "a\u00e9\uD83E\uDD80",
                        "a\u00e9\uD83E\uDD80!");
    }

    @Test
    void bytesThatNeverBecomeTextDoNotHoldItUp() {
        EmergingText text = new EmergingText(bytes, new int[0]);
        for (int i = 0; i < 40; i++) {
            text.append(0x80);
        }
        assertThat(text.text().length()).isGreaterThan(30);
        text.append('a');
        assertThat(text.text().toString()).endsWith("a");
    }

    @Test
    void theEndTakesWhatIsLeft() {
        EmergingText text = new EmergingText(bytes, new int[0]);
        text.append(0xF0);
        assertThat(text.text()).isEmpty();
        text.end();
        assertThat(text.text().toString()).isEqualTo("\uFFFD");
    }
}
