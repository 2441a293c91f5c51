package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalNamesTest {
    /** As Java names the encoding of the locale C. */
    private static final String C = "ANSI_X3.4-1968";

    @ParameterizedTest
    @ValueSource(strings = {C, "ISO-8859-1", "ISO8859-9"})
    void aPathOutsideOfAsciiNeedsUtf8(String encoding) {
        assertThatThrownBy(() -> LocalNames.require("file:/data/größe", encoding))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("path 'file:/data/größe' has characters outside of ASCII")
                .hasMessageContaining("names files in " + encoding)
                .hasMessageContaining("set LC_ALL=C.UTF-8");
        assertThatCode(() -> LocalNames.require("file:/data/size ??", encoding)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "utf-8", "UTF8"})
    void inUtf8EveryPathHasAName(String encoding) {
        assertThatCode(() -> LocalNames.require("file:/größe/日本/🚀", encoding)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompt=Größe", "prompt=Gr\uFFFD\uFFFD", "prompt=GrÃ¶ÃŸe", "output=gr????e"})
    void anArgumentThatWasNotReadIsRefused(String argument) {
        assertThatThrownBy(() -> LocalNames.requireArguments(List.of("--set", argument), C))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining(argument)
                .hasMessageContaining("set LC_ALL=C.UTF-8");
    }

    @Test
    void inUtf8OnlyBytesThatAreNotAreRefused() {
        assertThatThrownBy(() -> LocalNames.requireArguments(List.of("output=gr\uFFFDe"), "UTF-8"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("give it in UTF-8");
        assertThatCode(() -> LocalNames.requireArguments(List.of("prompt=Größe ???? 日本 🚀"), "UTF-8"))
                .doesNotThrowAnyException();
    }

    @Test
    void asciiIsReadEverywhere() {
        assertThatCode(() -> LocalNames.requireArguments(List.of("--set", "input=part-?.jsonl", "--prompt", "why?"), C))
                .doesNotThrowAnyException();
    }
}
