package io.tauspark.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    private static String decode(byte... bytes) throws RejectedRecord {
        return Utf8.decode(bytes, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Straße", "日本語", "🜲 two halves", "a real \uFFFD"})
    void textComesBackAsItWas(String text) throws RejectedRecord {
        assertThat(decode(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
        assertThat(Utf8.requireWritable(text)).isEqualTo(text);
    }

    @Test
    void whatIsNoUtf8IsRefusedInsteadOfRepaired() {
        for (byte[] bytes : new byte[][] {
            {'a', (byte) 0xE4, 'b'}, // Latin-1
            {(byte) 0xC0, (byte) 0x80}, // the long form of zero
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // half of a character
            {(byte) 0xE2, (byte) 0x82}, // cut off
            {(byte) 0xFF, (byte) 0xFE, 'a', 0} // UTF-16
        }) {
            assertThatThrownBy(() -> decode(bytes))
                    .isInstanceOf(RejectedRecord.class)
                    .hasMessage("invalid-utf8");
        }
    }

    @Test
    void aByteOrderMarkIsNoText() {
        assertThat(Utf8.withoutMark("\uFEFFa")).isEqualTo("a");
        assertThat(Utf8.withoutMark("a\uFEFF")).isEqualTo("a\uFEFF");
        assertThat(Utf8.withoutMark("")).isEmpty();
    }

    @Test
    void aBeginningCutsNoCharacter() {
        byte[] bytes = "ab€cd".getBytes(StandardCharsets.UTF_8);
        assertThat(Utf8.whole(bytes, 2)).isEqualTo(2);
        assertThat(Utf8.whole(bytes, 3)).isEqualTo(2);
        assertThat(Utf8.whole(bytes, 4)).isEqualTo(2);
        assertThat(Utf8.whole(bytes, 5)).isEqualTo(5);
    }
}
