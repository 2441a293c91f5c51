package io.tauspark.corpus.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppearanceTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            delimiter = '|',
            value = {
                "x.jsonl      | [~n{\"a\": 1}            | JSON_ARRAY",
                "x.jsonl      | ~n [1, 2]               | JSON_ARRAY",
                "x.json       | {~n  \"a\": 1~n}         | LONG_JSON",
                "x.jsonl      | {\"a\": 1}~n{\"a\"        |",
                "x.jsonl      | <html>                 | MARKUP",
                "README.md    | Title                  | MARKDOWN",
                "README       | # Title                | MARKDOWN",
                "README.md.gz | Title                  | MARKDOWN",
                "x.csv        | id                     | TABLE",
                "x.jsonl      | id,text~n1,two          | TABLE",
                "x.jsonl      | id;text~n1;two          | TABLE",
                "x.jsonl      | a, b~nwords             | TEXT",
                "x.jsonl      |                        |",
            })
    void isToldByNameAndFirstLines(String name, @Nullable String head, @Nullable Appearance form) {
        String content = head == null ? "" : head.replace("~n", "\n");
        assertThat(Appearance.of(name, content.getBytes(StandardCharsets.UTF_8), false))
                .isEqualTo(Optional.ofNullable(form));
    }

    @Test
    void isToldByBytesThatAreNoText() {
        assertThat(Appearance.of("x", new byte[] {'a', 0, 1}, false)).contains(Appearance.BINARY);
        byte[] latin = "Straße".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Appearance.of("x", latin, false)).contains(Appearance.OTHER_ENCODING);
        byte[] text = "Straß".getBytes(StandardCharsets.UTF_8);
        assertThat(Appearance.of("x", Arrays.copyOf(text, text.length - 1), true))
                .contains(Appearance.TEXT);
    }
}
