package io.tauspark.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tauspark.shards.Split;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    @Test
    void halvesTheDocumentsThatShardsHoldBack() {
        List<String> validation = IntStream.range(0, 100_000)
                .mapToObj(i -> "noun.animal/" + i)
                .filter(id -> Split.of(id, 0.05) == Split.VALIDATION)
                .toList();
        long selection = validation.stream()
                .filter(id -> HeldOut.of(id) == HeldOut.SELECTION)
                .count();
        // Five standard deviations of a fair coin.
        assertThat((double) selection / validation.size()).isCloseTo(0.5, within(2.5 / Math.sqrt(validation.size())));
    }

    /** Published results depend on the choice, so that it must not change. */
    @Test
    void isTheSameForever() {
        assertThat(List.of("a", "b", "c", "d", "e", "f"))
                .extracting(HeldOut::of)
                .containsExactly(
                        HeldOut.TEST, HeldOut.TEST, HeldOut.SELECTION, HeldOut.TEST, HeldOut.TEST, HeldOut.TEST);
    }
}
