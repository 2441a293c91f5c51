package io.tauspark.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tauspark.corpus.CorpusConfig.Format;
import io.tauspark.corpus.CorpusConfig.TextUnit;
import io.tauspark.shards.CorpusFields;
import io.tauspark.shards.Document;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "1.0",
                "1e400",
                "1E-400",
                "1717171717.123456789",
                "-12.50",
                "1e999999999",
                "12345678901234567890123456789012345678901234567890.10"
            })
    void keepsTheDigitsOfIds(String number) throws RejectedRecord {
        assertThat(parse("{\"id\": " + number + ", \"text\": \"a\"}").id()).isEqualTo(number);
    }

    @RepeatedTest(20)
    void keepsAnyNumberAsItIsWritten(RepetitionInfo repetition) throws RejectedRecord {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 200; i++) {
            String number = number(random);
            assertThat(parse("{\"text\": \"a\", \"id\": " + number + "}").id()).isEqualTo(number);
        }
    }

    /** By the grammar of RFC 8259. */
    private static String number(Random random) {
        String whole = digits(random).replaceFirst("^0+(?=.)", "");
        String fraction = random.nextBoolean() ? "." + digits(random) : "";
        String exponent =
                (random.nextBoolean() ? "e" : "E") + List.of("", "+", "-").get(random.nextInt(3));
        return (random.nextBoolean() ? "-" : "")
                + whole
                + fraction
                + (random.nextBoolean() ? exponent + digits(random) : "");
    }

    private static String digits(Random random) {
        int most = List.of(3, 30, 1500).get(random.nextInt(3));
        return random.ints(1L + random.nextInt(most), 0, 10)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining());
    }

    /** As numbers of Java, some of them would take hours. */
    @Test
    void takesNumbersOfAMillionDigitsInItsStride() throws RejectedRecord {
        String digits = "7".repeat(1_000_000);
        assertThat(parse("{\"other\": " + digits + ", \"text\": \"a\", \"id\": " + digits + "}")
                        .id())
                .isEqualTo(digits);
        assertThat(vector("{\"vector\": [0." + digits + ", 1e-999999999]}")).containsExactly(7.0 / 9, 0);
        assertRejected("not-finite", () -> vector("{\"vector\": [" + digits + "]}"));
    }

    @Test
    void takesTheLastOfTwoFieldsWithOneName() throws RejectedRecord {
        assertThat(parse("{\"id\": 1, \"text\": 5, \"id\": 2, \"text\": \"a\"}"))
                .isEqualTo(new Document("2", "a"));
        CorpusFields nested = new CorpusFields("a.b", "id");
        assertRejected("missing-text", () -> parse("{\"a\": {\"b\": \"x\"}, \"a\": 5}", nested));
        assertThat(parse("{\"a\": 5, \"a\": {\"b\": \"x\", \"b\": \"y\"}}", nested)
                        .text())
                .isEqualTo("y");
    }

    @Test
    void rejectsWhatIsNestedTooDeeply() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertRejected("broken-json", () -> parse("{\"text\": \"a\", \"other\": " + deep + "}"));
        assertRejected("broken-json", () -> parse("{\"text\": " + deep + "}"));
        assertRejected("broken-json", () -> parse(deep));
    }

    @Test
    void namesItsFields() {
        assertThat(JsonRecord.names("{\"a\": NaN, \"b\": {\"c\": 1}, \"a\": [2]}"))
                .containsExactly("a", "b");
        assertThat(JsonRecord.names("[1]")).isEmpty();
        assertThat(JsonRecord.names("{\"a\": 1, \"b\": \"cut")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "field 'text' is a list of objects, not a string or a list of strings | {'text': [{'a': 1}, {}]}",
                "field 'text' is a list of mixed values, not a string or a list of strings | {'text': ['a', 1]}",
                "field 'text' is an object, not a string or a list of strings | {'text': {}}",
                "field 'text' is true or false, not a string or a list of strings | {'text': true}",
                "field 'id' is NaN or an infinity, not a string or a number | {'text': 'a', 'id': NaN}",
                "field 'id' is an empty list, not a string or a number | {'text': 'a', 'id': []}",
            })
    void saysWhichFieldIsOfAnotherType(String wrong, String line) throws RejectedRecord {
        CorpusConfig config = new CorpusConfig("in", Format.JSONL, TextUnit.LINE, FIELDS, "", 1 << 20, 0, 128 << 20);
        assertThat(WrongType.of(line.replace('\'', '"'), config)).contains(wrong);
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

    @RepeatedTest(20)
    void readsTheNumbersOfVectorsToTheBit(RepetitionInfo repetition) throws RejectedRecord {
        Random random = new Random(repetition.getCurrentRepetition());
        double[] numbers = random.longs(1L + random.nextInt(2000))
                .mapToDouble(Double::longBitsToDouble)
                .map(number -> Double.isFinite(number) ? number : 0.1)
                .toArray();
        String line = "{\"vector\": " + Arrays.toString(numbers) + "}";
        assertThat(vector(line)).containsExactly(numbers);
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
                "wrong-type    | {\"text\": \"a\", \"id\": NaN}",
                "wrong-type    | {\"text\": \"a\", \"id\": -Infinity}",
                "broken-json   | {\"text\": \"a\", \"id\": 01}",
                "broken-json   | [\"a\"] 1",
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
