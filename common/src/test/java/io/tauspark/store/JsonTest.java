package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    private record Event(String zebra, Instant at, double apple) {}

    private static final Event EVENT = new Event("stripes", Instant.parse("2026-01-02T03:04:05Z"), 0.5);

    @Test
    void keepsTheOrderOfTheRecordAndWritesTimesAsText() {
        assertThat(Json.line(EVENT)).isEqualTo("{\"zebra\":\"stripes\",\"at\":\"2026-01-02T03:04:05Z\",\"apple\":0.5}");
        assertThat(Json.pretty(EVENT)).startsWith("{\n  \"zebra\"").endsWith("}\n");
    }

    @Test
    void readsWhatItWrote() {
        assertThat(Json.read(Json.pretty(EVENT), Event.class, "event")).isEqualTo(EVENT);
    }

    @Test
    void saysWhatCannotBeRead() {
        assertThatThrownBy(() -> Json.read("{", Event.class, "event file 'x'"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("event file 'x' cannot be read: ");
        assertThatThrownBy(() -> Json.tree("", "event file 'x'")).isInstanceOf(InvalidInput.class);
        assertThat(refusal("[1,\n {\"a\": 1", Event.class))
                .endsWith("(line 1, column 1)")
                .doesNotContain("Source");
        assertThat(refusal("{\"zebra\":\"a\",\"at\":\"noon\",\"apple\":1}", Event.class))
                .contains("Text 'noon' could not be parsed", "at 'at'")
                .doesNotContain("Exception", "java.");
        assertThat(refusal("\"\u0000" + "long ".repeat(1_000), Event.class)).hasSizeLessThan(600);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null | it is null",
                "{'zebra':'a','at':'2026-01-02T03:04:05Z','apple':1} {} | Trailing token",
                "{'zebra':'a','zebra':'b','at':'2026-01-02T03:04:05Z','apple':1} | Duplicate field 'zebra'",
                "{'zebra':'a','at':'2026-01-02T03:04:05Z'} | Missing required key 'apple'",
                "{'at':'2026-01-02T03:04:05Z','apple':1} | Missing required key 'zebra'",
                "{'zebra':null,'at':'2026-01-02T03:04:05Z','apple':1} | `null` value encountered for property 'zebra'",
                "{'zebra':'a','at':'2026-01-02T03:04:05Z','apple':null} | `null`",
                "{'zebra':'a','at':'2026-01-02T03:04:05Z','apple':'1'} | Cannot coerce String value",
                "{'zebra':'a','at':'2026-01-02T03:04:05Z','apple':1,'pear':2} | Unrecognized field 'pear'",
            })
    void readsNoRecordOutOfWhatIsNotOne(String text, String reason) {
        assertThat(refusal(text.replace('\'', '"'), Event.class).replace('"', '\''))
                .contains(reason);
    }

    private record Counts(
            int whole, Map<String, Integer> each, @Nullable Integer more) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"whole\":1.5,\"each\":{},\"more\":null}",
                "{\"whole\":1,\"each\":{\"a\":null},\"more\":null}",
                "{\"whole\":1,\"each\":{}}",
                "{\"whole\":2147483648,\"each\":{},\"more\":1}"
            })
    void makesNoNumberOutOfAnother(String text) {
        assertThat(refusal(text, Counts.class)).startsWith("event file 'x' cannot be read: ");
    }

    @Test
    void leavesOutWhatMayBeNull() {
        assertThat(Json.read("{\"whole\":1,\"each\":{},\"more\":null}", Counts.class, "x"))
                .isEqualTo(new Counts(1, Map.of(), null));
    }

    private static String refusal(String text, Class<?> type) {
        InvalidInput[] thrown = new InvalidInput[1];
        assertThatThrownBy(() -> Json.read(text, type, "event file 'x'"))
                .isInstanceOfSatisfying(InvalidInput.class, refused -> thrown[0] = refused);
        return String.valueOf(thrown[0].getMessage());
    }
}
