package io.tauspark.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientExchangeTest {
    private static float[] random(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            int bits = random.nextInt();
            values[i] = (float) (bits >> 8) * (1 << (bits & 15));
        }
        return values;
    }

    /** The tree written out for up to five terms, apart from the code under test. */
    private static float tree(float[] t) {
        return switch (t.length) {
            case 1 -> t[0];
            case 2 -> t[0] + t[1];
            case 3 -> (t[0] + t[1]) + t[2];
            case 4 -> (t[0] + t[1]) + (t[2] + t[3]);
            case 5 -> ((t[0] + t[1]) + (t[2] + t[3])) + t[4];
            default -> throw new IllegalArgumentException();
        };
    }

    private static float[] expected(int members, int length, long seed) {
        float[][] all = new float[members][];
        for (int rank = 0; rank < members; rank++) {
            all[rank] = random(length, seed + rank);
        }
        float[] sum = new float[length];
        float[] terms = new float[members];
        for (int i = 0; i < length; i++) {
            for (int rank = 0; rank < members; rank++) {
                terms[rank] = all[rank][i];
            }
            sum[i] = tree(terms);
        }
        return sum;
    }

    private static void pause(SplittableRandom random) {
        LocalGang.pause(random.nextInt(4) == 0 ? random.nextInt(40) : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000",
        "2, 1",
        "2, 7",
        "2, 1000",
        "2, 3000000",
        "2, 5000001",
        "3, 1",
        "3, 7",
        "3, 1000",
        "3, 3000000",
        "4, 1",
        "4, 7",
        "4, 1000",
        "4, 3000000",
        "5, 1",
        "5, 7",
        "5, 1000",
        "5, 3000000",
        "5, 0"
    })
    void everyMemberGetsTheBitsOfTheTree(int members, int length) throws Exception {
        LocalGang gang = new LocalGang(members);
        List<float[]> sums = gang.run(rank -> {
            try (GradientExchange exchange = gang.join(rank)) {
                float[] values = random(length, 100 + rank);
                exchange.sum(values);
                return values;
            }
        });

        float[] expected = expected(members, length, 100);
        assertThat(sums)
                .allSatisfy(sum -> assertThat(Arrays.equals(sum, expected)).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "5"})
    void operationsDoNotMixWhoeverIsSlow(int members) throws Exception {
        int[] lengths = {3, 0, 300_001, 1, 1000, 7};
        LocalGang gang = new LocalGang(members);
        List<Boolean> right = gang.run(rank -> {
            SplittableRandom random = new SplittableRandom(rank);
            boolean all = true;
            try (GradientExchange exchange = gang.join(rank)) {
                for (int step = 0; step < 30; step++) {
                    int length = lengths[step % lengths.length];
                    float[] values = random(length, 1000L * step + rank);
                    pause(random);
                    exchange.sum(values);
                    all &= Arrays.equals(values, expected(members, length, 1000L * step));
                    pause(random);
                    byte[][] texts = exchange.gather((step + "/" + rank).getBytes(UTF_8));
                    for (int other = 0; other < members; other++) {
                        all &= new String(texts[other], UTF_8).equals(step + "/" + other);
                    }
                }
            }
            return all;
        });

        assertThat(right).containsOnly(true);
    }

    /**
     * Of a single value rank 1 is the owner: rank 0 sends its term and waits for the total. It stands still there until
     * rank 1 is done with that sum, has sent its term of the next one and waits for the answer.
     */
    @Test
    void aMemberMayBeAWholeOperationAhead() throws Exception {
        LocalGang gang = new LocalGang(2);
        CountDownLatch ahead = new CountDownLatch(1);
        List<Pauses> pauses = List.of(
                new Pauses(2, () -> LocalGang.await(ahead)), // 1: sends its term, 2: waits for the total
                new Pauses(2, ahead::countDown)); // 1: sends its term, 2: waits for the term of rank 0
        List<float[]> sums = gang.run(rank -> {
            float[] first = {1 + rank};
            float[] second = {100 + rank, 1000 + rank};
            try (GradientExchange exchange = gang.join(rank, LocalGang.LONG, pauses.get(rank))) {
                if (rank == 0) {
                    pauses.get(0).arm();
                }
                exchange.sum(first);
                if (rank == 1) {
                    pauses.get(1).arm();
                }
                exchange.sum(second);
            }
            return new float[] {first[0], second[0], second[1]};
        });

        assertThat(ahead.getCount()).isZero();
        assertThat(sums).allSatisfy(sum -> assertThat(sum).containsExactly(3, 201, 2001));
    }

    @Test
    void aSingleMemberNeedsNobody() {
        try (GradientExchange exchange = GradientExchange.connect(
                0,
                1,
                card -> {
                    throw new AssertionError("no addresses are needed");
                },
                LocalGang.transport(),
                LocalGang.LONG,
                () -> false)) {
            float[] values = {1, 2};
            exchange.sum(values);
            assertThat(values).containsExactly(1, 2);
            assertThat(exchange.gather(new byte[] {5})).isDeepEqualTo(new byte[][] {{5}});
        }
    }

    @Test
    void onlySmallPayloadsAreGathered() {
        try (GradientExchange exchange = new LocalGang(1).join(0)) {
            assertThatThrownBy(() -> exchange.gather(new byte[(1 << 20) + 1]))
                    .hasMessage("payload of 1048577 bytes; at most 1048576 can be gathered");
        }
    }

    @Test
    void gatheredPayloadsMayDifferInSizeUpToTheLimit() throws Exception {
        LocalGang gang = new LocalGang(3);
        int[] sizes = {0, 1 << 20, 5};
        List<byte[][]> all = gang.run(rank -> {
            try (GradientExchange exchange = gang.join(rank)) {
                byte[] mine = new byte[sizes[rank]];
                Arrays.fill(mine, (byte) (rank + 1));
                return exchange.gather(mine);
            }
        });
        byte[][] expected = new byte[3][];
        for (int rank = 0; rank < 3; rank++) {
            expected[rank] = new byte[sizes[rank]];
            Arrays.fill(expected[rank], (byte) (rank + 1));
        }
        assertThat(all).hasSize(3).allMatch(payloads -> Arrays.deepEquals(payloads, expected));
    }
}
