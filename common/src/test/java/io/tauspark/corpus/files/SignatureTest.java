package io.tauspark.corpus.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {
    @ParameterizedTest
    @CsvSource({
        "1f8b0800000000000003,            GZIP",
        "28b52ffd24,                      ZSTANDARD",
        "425a6839314159265359,            BZIP2",
        "fd377a585a000004,                XZ",
        "504b030414,                      ZIP",
        "5041523115041500,                PARQUET",
        "4f626a0104,                      AVRO",
        "789ccb48,                        DEFLATE",
    })
    void knowsFilesByTheirFirstBytes(String head, Signature form) {
        assertThat(Signature.of(HexFormat.of().parseHex(head))).contains(form);
    }

    @ParameterizedTest
    @CsvSource({"UTF-16LE, UTF_16LE", "UTF-16BE, UTF_16BE", "UTF-32LE, UTF_32LE", "UTF-32BE, UTF_32BE"})
    void knowsOtherEncodingsWithAndWithoutAMark(String charset, Signature form) {
        for (String mark : new String[] {"", "\uFEFF"}) {
            byte[] head = (mark + "{\"text\": \"Größe\"}").getBytes(Charset.forName(charset));
            assertThat(Signature.of(head)).contains(form);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BZh9 is how it begins",
                "PAR1 is a word",
                "PK",
                "ORCHARDS",
                "x^2",
                "xڀ",
                "",
                "{\"text\": 1}",
                "Obj"
            })
    void takesNoTextForAnotherForm(String text) {
        assertThat(Signature.of(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
