package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void hasNoLineBreaksAndNothingThatATerminalWouldObey() {
        assertThat(OneLine.of(" größe\r\n\tof\u0000two\u001b[31m lines ")).isEqualTo("größe of two [31m lines");
        assertThat(OneLine.of(7)).isEqualTo("7");
    }

    @Test
    void isShort() {
        assertThat(OneLine.of("long ".repeat(10_000))).hasSizeLessThan(410).endsWith(" …");
    }

    @Test
    void saysWhyWithoutNamesOfPackages() {
        assertThat(OneLine.reason(new IOException("no java.util.List in io.tauspark.shards.Split: a.b")))
                .isEqualTo("no List in Split: a.b");
    }

    @Test
    void aFailureWithoutAMessageHasThatOfItsCauseOrIsNamed() {
        assertThat(OneLine.reason(new IOException(null, new IOException("the disk is gone"))))
                .isEqualTo("the disk is gone");
        assertThat(OneLine.reason(new EOFException())).isEqualTo("it ends before its last byte");
        assertThat(OneLine.reason(new BufferUnderflowException())).isEqualTo("BufferUnderflowException");
    }
}
