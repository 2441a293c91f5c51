package io.tauspark.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MinHashTest {
    private static final int ELEMENTS = 300;

    /** Sets of {@link #ELEMENTS} elements of which so many are shared, other ones for every number. */
    private static long[][] pair(int number, int shared) {
        long from = 10_000L * number;
        return new long[][] {
            elements(from, from + ELEMENTS), elements(from + ELEMENTS - shared, from + 2 * ELEMENTS - shared)
        };
    }

    private static long[] elements(long from, long to) {
        return LongStream.range(from, to).map(MinHash::mixed).toArray();
    }

    private static double similarity(int shared) {
        return (double) shared / (2 * ELEMENTS - shared);
    }

    private static boolean meet(MinHash hash, long[][] pair) {
        Set<Long> keys = new HashSet<>();
        Arrays.stream(hash.keys(pair[0])).forEach(keys::add);
        return Arrays.stream(hash.keys(pair[1])).anyMatch(keys::contains);
    }

    /** 200 pairs agree on 128 values each: five standard deviations of a binomial of 25,600 tries. */
    @Test
    void setsAgreeOnAValueWithTheProbabilityOfTheirSimilarity() {
        MinHash hash = new MinHash(0.5);
        int tries = 200 * 128;
        for (int shared : new int[] {30, 150, 270}) {
            long agreed = IntStream.range(0, 200)
                    .mapToLong(number -> {
                        long[][] pair = pair(number, shared);
                        long[] some = hash.smallest(pair[0]);
                        long[] others = hash.smallest(pair[1]);
                        return IntStream.range(0, some.length)
                                .filter(i -> some[i] == others[i])
                                .count();
                    })
                    .sum();
            double expected = similarity(shared);
            double deviation = Math.sqrt(tries * expected * (1 - expected));
            assertThat((double) agreed).isBetween(tries * expected - 5 * deviation, tries * expected + 5 * deviation);
        }
    }

    @Test
    void pairsAtTheThresholdMeetAndOthersRarelyDo() {
        for (double threshold : new double[] {0.3, 0.5, 0.8, 0.95, 1}) {
            int rows = MinHash.rows(threshold);
            assertThat(MinHash.probability(threshold, rows)).isGreaterThanOrEqualTo(0.999);
        }
        assertThat(MinHash.rows(1)).isEqualTo(128);
        assertThat(MinHash.rows(0.8)).isEqualTo(5);
        assertThat(MinHash.probability(0.2, 5)).isLessThan(0.01);
        MinHash hash = new MinHash(0.8);
        assertThat(IntStream.range(0, 200).filter(number -> meet(hash, pair(number, 270))))
                .as("similarity 0.82")
                .hasSize(200);
        assertThat(IntStream.range(0, 200).filter(number -> meet(hash, pair(number, 60))))
                .as("similarity 0.11")
                .hasSizeLessThan(5);
    }

    @Test
    void keysDependOnNothingButTheSet() {
        long[] set = elements(0, 100);
        long[] reversed = elements(0, 100);
        for (int i = 0; i < 100; i++) {
            reversed[i] = set[99 - i];
        }
        assertThat(new MinHash(0.7).keys(reversed)).isEqualTo(new MinHash(0.7).keys(set));
        assertThat(new MinHash(0.7).keys(set)).hasSize(128 / MinHash.rows(0.7)).doesNotHaveDuplicates();
    }
}
