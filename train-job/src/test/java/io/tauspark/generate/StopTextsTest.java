package io.tauspark.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopTextsTest {
    private final StopTexts stops = new StopTexts(List.of("\n\n", "END", "NDX"));

    @Test
    void theFirstStopTextEnds() {
        assertThat(stops.end(text("one END\n\n"), 0)).isEqualTo(4);
        assertThat(stops.end(text("one EN D\n"), 0)).isEqualTo(-1);
        assertThat(new StopTexts(List.of()).end(text("all"), 0)).isEqualTo(-1);
    }

    @Test
    void aStopTextIsFoundThatBeganInWhatWasSearchedBefore() {
        assertThat(stops.end(text("long before END"), "long before EN".length()))
                .isEqualTo(12);
    }

    @Test
    void whatMayBecomeAStopTextIsHeldBack() {
        assertThat(stops.certain(text("one"))).isEqualTo(3);
        assertThat(stops.certain(text("one\n"))).isEqualTo(3);
        assertThat(stops.certain(text("one EN"))).isEqualTo(4);
        assertThat(stops.certain(text("N"))).isZero();
        assertThat(new StopTexts(List.of("a")).certain(text("b"))).isEqualTo(1);
    }

    private static StringBuilder text(String text) {
        return new StringBuilder(text);
    }
}
