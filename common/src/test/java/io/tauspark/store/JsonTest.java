package io.tauspark.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tauspark.config.InvalidInput;
import java.time.Instant;
import org.junit.jupiter.api.Test;

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
    }
}
