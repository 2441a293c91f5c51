package io.tauspark.shard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'  A  Text\t\nof\r\nlines ' | a text of lines",
                "'no\u00A0break\u2003wide'   | no break wide",
                "'\uFB01ne \uFF21\u2460'     | fine a1", // a ligature, a wide letter, a circled digit
                "'e\u0301'                   | \u00E9", // two characters, one letter
                "'\u212B'                    | \u00E5", // the sign of a unit
            })
    void forgetsHowATextIsSet(String given, String normal) {
        assertThat(NormalText.of(given)).isEqualTo(normal);
    }
}
