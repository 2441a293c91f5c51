package io.tauspark.shard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShinglesTest {
    private static double similarity(String some, String other) {
        return Shingles.similarity(Shingles.of(some), Shingles.of(other));
    }

    @Test
    void areTheDifferentRunsOfFiveWords() {
        assertThat(Shingles.of("one two three four five six seven")).hasSize(3);
        assertThat(Shingles.of("a a a a a a a a a")).hasSize(1);
        assertThat(Shingles.of("only three words")).hasSize(1);
        assertThat(Shingles.of(" ... !")).isEmpty();
        assertThat(Shingles.of("one two three four five six")).isSorted();
    }

    @Test
    void giveTheJaccardSimilarity() {
        String nine = "1 2 3 4 5 6 7 8 9";
        assertThat(similarity(nine, "1, 2, 3; 4 5 6 - 7 8 9.")).isEqualTo(1);
        assertThat(similarity(nine, nine + " 10")).isEqualTo(5.0 / 6);
        assertThat(similarity(nine, "1 2 3 4 x 6 7 8 9")).isZero();
        assertThat(similarity(nine, "1 2 3 4 5 6 7 8 x")).isEqualTo(4.0 / 6);
        assertThat(similarity("two words", "words two")).isZero();
        assertThat(similarity("", "")).isZero();
    }

    @Test
    void keepTheirValuesAsBytes() {
        long[] set = Shingles.of("eins zwei drei vier fünf sechs");
        assertThat(Shingles.unpacked(Shingles.packed(set))).isEqualTo(set);
    }
}
