package io.tauspark.termgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PairTableTest {
    private final Random random = new Random(1);

    @Test
    void sumsLikeAMapOfObjects() {
        PairTable table = new PairTable();
        Map<Long, long[]> expected = new TreeMap<>();
        for (int k = 0; k < 50_000; k++) {
            long pair = PairTable.pair(random.nextInt(300), random.nextInt(300));
            table.add(pair, k % 3, k);
            long[] sums = expected.computeIfAbsent(pair, first -> new long[2]);
            sums[0] += k % 3;
            sums[1] += k;
        }
        assertThat(table.size()).isEqualTo(expected.size());
        PairCounts counts = table.drain();
        assertThat(counts.pairs())
                .containsExactly(
                        expected.keySet().stream().mapToLong(Long::longValue).toArray());
        int at = 0;
        for (long[] sums : expected.values()) {
            assertThat(counts.near()[at]).isEqualTo(sums[0]);
            assertThat(counts.around()[at++]).isEqualTo(sums[1]);
        }
        assertThat(table.size()).isZero();
    }

    @Test
    void keepsTheLargestTokensApart() {
        PairTable table = new PairTable();
        table.add(PairTable.pair(0, PairCounting.ALONE), 1, 0);
        table.add(PairTable.pair(1, 0), 2, 0);
        table.add(PairTable.pair(Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1), 3, Long.MAX_VALUE);
        PairCounts counts = table.drain();
        assertThat(counts.pairs())
                .containsExactly(
                        PairTable.pair(0, PairCounting.ALONE),
                        PairTable.pair(1, 0),
                        PairTable.pair(Integer.MAX_VALUE - 1, Integer.MAX_VALUE - 1));
        assertThat(PairTable.first(counts.pairs()[2])).isEqualTo(Integer.MAX_VALUE - 1);
        assertThat(PairTable.second(counts.pairs()[2])).isEqualTo(Integer.MAX_VALUE - 1);
        assertThat(counts.around()[2]).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void countsWithinWindowsLikeThePlainDefinition() {
        Windows windows = new Windows(2, 12);
        PairTable table = new PairTable();
        int[] document = random.ints(400, 0, 20).toArray();
        windows.count(document, windows.weights(), table);
        windows.count(new int[] {3}, windows.weights(), table);
        windows.count(new int[0], windows.weights(), table);
        PairCounts counts = table.drain();
        Map<Long, Double> near = new TreeMap<>();
        Map<Long, Double> around = new TreeMap<>();
        for (int i = 0; i < document.length; i++) {
            for (int j = i + 1; j < document.length && j - i <= 12; j++) {
                long pair = PairTable.pair(document[i], document[j]);
                near.merge(pair, j - i <= 2 ? 1.0 : 0.0, Double::sum);
                around.merge(pair, 1.0 / (j - i), Double::sum);
            }
        }
        assertThat(counts.size()).isEqualTo(around.size());
        for (int k = 0; k < counts.size(); k++) {
            long pair = counts.pairs()[k];
            assertThat((double) counts.near()[k]).isEqualTo(near.get(pair));
            assertThat(counts.around()[k] / (double) Windows.UNIT).isCloseTo(around.get(pair), within(1e-9));
        }
    }

    @Test
    void weighsEveryDistanceUpToTwelveExactly() {
        long[] weights = new Windows(2, 12).weights();
        for (int distance = 1; distance <= 12; distance++) {
            assertThat(weights[distance] * distance).isEqualTo(Windows.UNIT);
        }
        assertThat(new Windows(1, 13).weights()[13]).isEqualTo(2_132);
    }

    @Test
    void dividesAndSwapsWithoutLosingAny() {
        PairTable table = new PairTable();
        for (int k = 0; k < 2_000; k++) {
            table.add(PairTable.pair(random.nextInt(40), random.nextInt(40)), 1, 2);
        }
        table.add(PairTable.pair(5, PairCounting.ALONE), 9, 0);
        PairCounts counts = table.drain();
        PairCounts together = PairCounts.sum(List.of(counts.split(7)).iterator());
        assertThat(together.pairs()).isEqualTo(counts.pairs());
        assertThat(together.near()).isEqualTo(counts.near());
        PairTable swapped = new PairTable();
        counts.swapped(7).forEachRemaining(block -> {
            for (long pair : block._2.pairs()) {
                assertThat(PairTable.first(pair) % 7).isEqualTo(block._1);
            }
            swapped.addAll(block._2);
        });
        PairTable back = new PairTable();
        swapped.drain().swapped(3).forEachRemaining(block -> back.addAll(block._2));
        back.add(PairTable.pair(5, PairCounting.ALONE), 9, 0);
        PairCounts again = back.drain();
        assertThat(again.pairs()).isEqualTo(counts.pairs());
        assertThat(again.near()).isEqualTo(counts.near());
        assertThat(again.around()).isEqualTo(counts.around());
    }
}
