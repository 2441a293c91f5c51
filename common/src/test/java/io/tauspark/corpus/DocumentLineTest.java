package io.tauspark.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentLineTest {
    private static final CorpusFields FIELDS = new CorpusFields("text", "id");

    private static Document parse(String line) throws RejectedLine {
        return DocumentLine.parse(line, FIELDS);
    }

    @Test
    void keepsIdAndTextAsTheyAre() throws RejectedLine {
        assertThat(parse("{\"id\": \" a/1\", \"text\": \" two\\nlines \", \"other\": [1]}"))
                .isEqualTo(new Document(" a/1", " two\nlines "));
        assertThat(parse("\uFEFF{\"id\": 12, \"text\": \"after a byte order mark\"}"))
                .isEqualTo(new Document("12", "after a byte order mark"));
    }

    @Test
    void joinsTextGivenAsLines() throws RejectedLine {
        assertThat(parse("{\"id\": \"x\", \"text\": [\"CVE-2026-1\", \"title\", \"body\"]}"))
                .isEqualTo(new Document("x", "CVE-2026-1\ntitle\nbody"));
    }

    @Test
    void readsTheFieldsItIsTold() throws RejectedLine {
        assertThat(DocumentLine.parse(
                        "{\"key\": \"k\", \"body\": \"b\", \"text\": 1}", new CorpusFields("body", "key")))
                .isEqualTo(new Document("k", "b"));
    }

    /** The expected id is the start of SHA-256 as sha256sum prints it for {@code abc}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{'text': 'abc'}", "{'id': null, 'text': 'abc'}", "{'id': ' ', 'text': 'abc'}"})
    void makesTheIdFromTheTextIfTheRowHasNone(String line) throws RejectedLine {
        assertThat(parse(line.replace('\'', '"'))).isEqualTo(new Document("ba7816bf8f01cfea", "abc"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "broken-json   | {\"text\": \"a",
                "broken-json   | plain words",
                "broken-json   | {\"text\": \"a\"} {\"text\": \"b\"}",
                "not-an-object | [\"a\"]",
                "not-an-object | \"a\"",
                "not-an-object | null",
                "missing-text  | {\"id\": \"1\"}",
                "missing-text  | {\"text\": null}",
                "empty-text    | {\"text\": \"\"}",
                "empty-text    | {\"text\": \" \\n\\t\"}",
                "empty-text    | {\"text\": []}",
                "wrong-type    | {\"text\": 5}",
                "wrong-type    | {\"text\": {\"a\": \"b\"}}",
                "wrong-type    | {\"text\": [\"a\", 5]}",
                "wrong-type    | {\"text\": \"a\", \"id\": [\"1\"]}",
            })
    void saysWhyALineIsNoDocument(String reason, String line) {
        RejectedLine rejected = catchThrowableOfType(RejectedLine.class, () -> parse(line));
        assertThat(rejected).isNotNull();
        assertThat(rejected.rejection().reason()).isEqualTo(reason);
    }
}
