package io.tauspark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void hasNoLineBreaksAndNothingThatATerminalWouldObey() {
        assertThat(Excerpt.line(" größe\r\n\tof\u0000two\u001b[31m lines ")).isEqualTo("größe of two [31m lines");
        assertThat(Excerpt.line(7)).isEqualTo("7");
    }

    @Test
    void isShort() {
        assertThat(Excerpt.line("long ".repeat(10_000))).hasSizeLessThan(410).endsWith("long …");
    }

    @Test
    void showsTheCodeOfWhatHasNoPlaceOnALine() {
        assertThat(Excerpt.of("two\nlines, \u202eturned and \ud83d halved 🚀", 50))
                .isEqualTo("two\\u000alines, \\u202eturned and \\ud83d halved 🚀");
        assertThat(Excerpt.line("one\u2028two")).isEqualTo("one\\u2028two");
        assertThat(Excerpt.of("🚀🚀🚀", 2)).isEqualTo("🚀🚀…");
        assertThat(Excerpt.whole("/data/".repeat(1000))).hasSize(6000);
    }

    @Test
    void namesTheFirstOfMany() {
        assertThat(Excerpt.names(List.of("id", "n".repeat(41)))).isEqualTo("id, " + "n".repeat(40) + "…");
        assertThat(Excerpt.names(Collections.nCopies(14, "a"))).endsWith("a, a and 2 more");
    }

    @Test
    void saysWhyWithoutNamesOfPackages() {
        assertThat(Excerpt.reason(new IOException("no java.util.List in io.tauspark.shards.Split: a.b")))
                .isEqualTo("no List in Split: a.b");
    }

    @Test
    void aFailureWithoutAMessageHasThatOfItsCauseOrIsNamed() {
        assertThat(Excerpt.reason(new IOException(null, new IOException("the disk is gone"))))
                .isEqualTo("the disk is gone");
        assertThat(Excerpt.reason(new EOFException())).isEqualTo("it ends before its last byte");
        assertThat(Excerpt.reason(new BufferUnderflowException())).isEqualTo("BufferUnderflowException");
    }
}
