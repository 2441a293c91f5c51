package io.tauspark.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRecordTest {
    private static final CorpusFields FIELDS = new CorpusFields("text", "id");

    private static Document parse(String line) throws RejectedRecord {
        return parse(line, FIELDS);
    }

    private static Document parse(String line, CorpusFields fields) throws RejectedRecord {
        JsonRecord record = JsonRecord.parse(line, fields, "");
        return new Document(record.id(), record.text());
    }

    private static double[] vector(String line) throws RejectedRecord {
        return JsonRecord.parse(line, FIELDS, "vector").vector();
    }

    @Test
    void keepsIdAndTextAsTheyAre() throws RejectedRecord {
        assertThat(parse("{\"id\": \" a/1\", \"text\": \" two\\nlines \", \"other\": [1]}"))
                .isEqualTo(new Document(" a/1", " two\nlines "));
        assertThat(parse("{\"id\": 12, \"text\": \"a number for an id\"}"))
                .isEqualTo(new Document("12", "a number for an id"));
        assertThat(parse("{\"id\": 98765432109876543210, \"text\": \"a long one\"}"))
                .isEqualTo(new Document("98765432109876543210", "a long one"));
    }

    @Test
    void joinsTextGivenAsLines() throws RejectedRecord {
        assertThat(parse("{\"id\": \"x\", \"text\": [\"CVE-2026-1\", \"title\", \"body\"]}"))
                .isEqualTo(new Document("x", "CVE-2026-1\ntitle\nbody"));
    }

    @Test
    void readsTheFieldsItIsTold() throws RejectedRecord {
        assertThat(parse("{\"key\": \"k\", \"body\": \"b\", \"text\": 1}", new CorpusFields("body", "key")))
                .isEqualTo(new Document("k", "b"));
        CorpusFields nested = new CorpusFields("cve.summary", "cve.id");
        assertThat(parse("{\"cve\": {\"id\": \"k\", \"summary\": \"b\"}}", nested))
                .isEqualTo(new Document("k", "b"));
        assertThat(parse("{\"cve.id\": \"flat\", \"cve\": {\"id\": \"k\", \"summary\": \"b\"}}", nested))
                .isEqualTo(new Document("flat", "b"));
    }

    @Test
    void aRowMayLackTheId() throws RejectedRecord {
        assertThat(parse("{\"text\": \"abc\"}").id()).isEmpty();
        assertThat(parse("{\"id\": null, \"text\": \"abc\"}").id()).isEmpty();
    }

    @Test
    void acceptsWhatPythonWritesInOtherFields() throws RejectedRecord {
        assertThat(parse("{\"text\": \"abc\", \"score\": NaN}").text()).isEqualTo("abc");
    }

    @Test
    void readsVectors() throws RejectedRecord {
        assertThat(vector("{\"vector\": [1, -2.5, 3e-2]}")).containsExactly(1, -2.5, 0.03);
        assertThat(vector("{\"vector\": [0, 0]}")).containsExactly(0, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "missing-embedding | {'text': 'a'}",
                "missing-embedding | {'vector': null}",
                "wrong-type        | {'vector': 'a'}",
                "wrong-type        | {'vector': [1, 'a']}",
                "wrong-type        | {'vector': [[1]]}",
                "null-element      | {'vector': [1, null]}",
                "not-finite        | {'vector': [1, NaN]}",
                "not-finite        | {'vector': [-Infinity]}",
                "not-finite        | {'vector': [1e999]}",
                "wrong-length      | {'vector': []}",
            })
    void saysWhyThereIsNoVector(String reason, String line) {
        assertRejected(reason, () -> vector(line.replace('\'', '"')));
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
                "null-element  | {\"text\": [\"a\", null]}",
                "invalid-utf8  | {\"text\": \"half \\ud83d\"}",
                "invalid-utf8  | {\"text\": \"a\", \"id\": \"\\ude00\"}",
            })
    void saysWhyALineIsNoDocument(String reason, String line) {
        assertRejected(reason, () -> parse(line));
    }

    private static void assertRejected(String reason, ThrowingCallable reading) {
        RejectedRecord rejected = catchThrowableOfType(RejectedRecord.class, reading);
        assertThat(rejected).isNotNull();
        assertThat(rejected.rejection().reason()).isEqualTo(reason);
    }
}
