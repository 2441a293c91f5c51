package io.tauspark.shards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static final int DOCUMENTS = 20_000;

    private static long validation(double fraction) {
        return IntStream.range(0, DOCUMENTS)
                .filter(i -> Split.of("doc-" + i, fraction) == Split.VALIDATION)
                .count();
    }

    /** Five standard deviations of a binomial: a fair hash leaves them about once in two million tries. */
    @Test
    void takesTheFractionAsked() {
        for (double fraction : new double[] {0.01, 0.05, 0.5}) {
            double deviation = Math.sqrt(DOCUMENTS * fraction * (1 - fraction));
            assertThat((double) validation(fraction))
                    .isBetween(DOCUMENTS * fraction - 5 * deviation, DOCUMENTS * fraction + 5 * deviation);
        }
    }

    @Test
    void aLargerFractionOnlyAddsDocuments() {
        assertThat(IntStream.range(0, DOCUMENTS).mapToObj(i -> "doc-" + i)).allSatisfy(id -> {
            if (Split.of(id, 0.05) == Split.VALIDATION) {
                assertThat(Split.of(id, 0.1)).isEqualTo(Split.VALIDATION);
            }
        });
    }

    /** SHA-256 of "abc" starts with ba7816bf, which is 0.728 of the range; of "message digest" with f7846f55, 0.967. */
    @Test
    void isFixedByTheIdForGood() {
        assertThat(Split.of("abc", 0.72)).isEqualTo(Split.TRAIN);
        assertThat(Split.of("abc", 0.73)).isEqualTo(Split.VALIDATION);
        assertThat(Split.of("message digest", 0.96)).isEqualTo(Split.TRAIN);
        assertThat(Split.of("message digest", 0.97)).isEqualTo(Split.VALIDATION);
    }
}
