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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
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
        LocalMembers.pause(random.nextInt(4) == 0 ? random.nextInt(40) : 0);
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
        LocalMembers group = new LocalMembers(members);
        List<float[]> sums = group.run(rank -> {
            try (GradientExchange exchange = group.join(rank)) {
                float[] values = random(length, 100 + rank);
                LocalMembers.sum(exchange, values);
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
        LocalMembers group = new LocalMembers(members);
        List<Boolean> right = group.run(rank -> {
            SplittableRandom random = new SplittableRandom(rank);
            boolean all = true;
            try (GradientExchange exchange = group.join(rank)) {
                for (int step = 0; step < 30; step++) {
                    int length = lengths[step % lengths.length];
                    float[] values = random(length, 1000L * step + rank);
                    pause(random);
                    LocalMembers.sum(exchange, values);
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
        LocalMembers group = new LocalMembers(2);
        CountDownLatch ahead = new CountDownLatch(1);
        List<Pauses> pauses = List.of(
                new Pauses(2, () -> LocalMembers.await(ahead)), // 1: sends its term, 2: waits for the total
                new Pauses(2, ahead::countDown)); // 1: sends its term, 2: waits for the term of rank 0
        List<float[]> sums = group.run(rank -> {
            float[] first = {1 + rank};
            float[] second = {100 + rank, 1000 + rank};
            try (GradientExchange exchange = group.join(rank, LocalMembers.LONG, pauses.get(rank))) {
                if (rank == 0) {
                    pauses.get(0).arm();
                }
                LocalMembers.sum(exchange, first);
                if (rank == 1) {
                    pauses.get(1).arm();
                }
                LocalMembers.sum(exchange, second);
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
                LocalMembers.transport(),
                LocalMembers.LONG,
                () -> false)) {
            float[] values = {1, 2};
            LocalMembers.sum(exchange, values);
            assertThat(values).containsExactly(1, 2);
            assertThat(exchange.gather(new byte[] {5})).isDeepEqualTo(new byte[][] {{5}});
        }
    }

    @Test
    void gatheredPayloadsMayBeLargeAndDifferInSize() throws Exception {
        LocalMembers group = new LocalMembers(3);
        int[] sizes = {0, (5 << 20) + 7, 1 << 20};
        List<byte[][]> all = group.run(rank -> {
            try (GradientExchange exchange = group.join(rank)) {
                return exchange.gather(bytes(sizes[rank], rank));
            }
        });
        byte[][] expected = new byte[3][];
        for (int rank = 0; rank < 3; rank++) {
            expected[rank] = bytes(sizes[rank], rank);
        }
        assertThat(all).hasSize(3).allMatch(payloads -> Arrays.deepEquals(payloads, expected));
    }

    /** Ascending bounds of which some are often equal, and which know nothing of frames. */
    private static int[] anyBounds(int members, int length, SplittableRandom random) {
        int[] bounds = new int[members + 1];
        for (int rank = 1; rank < members; rank++) {
            bounds[rank] = random.nextInt(3) == 0 ? bounds[rank - 1] : random.nextInt(length + 1);
        }
        bounds[members] = length;
        Arrays.sort(bounds);
        return bounds;
    }

    /** The tree over rounded terms, from start to end. */
    private static float[] sumOfRounded(int members, int length, long seed, WireType type) {
        float[][] terms = new float[members][];
        for (int rank = 0; rank < members; rank++) {
            terms[rank] = random(length, seed + rank);
        }
        float[] sum = new float[length];
        for (int i = 0; i < length; i++) {
            float[] column = new float[members];
            for (int rank = 0; rank < members; rank++) {
                column[rank] = PlainBfloat16.round(terms[rank][i], type);
            }
            sum[i] = tree(column);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({
        "1, FLOAT32", "1, BFLOAT16",
        "2, FLOAT32", "2, BFLOAT16",
        "3, FLOAT32", "3, BFLOAT16",
        "4, FLOAT32", "4, BFLOAT16",
        "5, FLOAT32", "5, BFLOAT16"
    })
    void ownersGetTheTreeOverRoundedTermsWhoeverOwnsWhat(int members, WireType type) throws Exception {
        int[] lengths = {0, 1, 2, members, 1001, 70_001, 1_500_003};
        LocalMembers group = new LocalMembers(members);
        List<Integer> right = group.run(rank -> {
            SplittableRandom same = new SplittableRandom(members);
            int exact = 0;
            try (GradientExchange exchange = group.join(rank)) {
                for (int step = 0; step < 2 * lengths.length; step++) {
                    int length = lengths[step / 2];
                    int[] bounds = anyBounds(members, length, same);
                    float[] values = random(length, length + rank);
                    exchange.reduceScatter(values, bounds, type);
                    float[] expected = sumOfRounded(members, length, length, type);
                    boolean own = Arrays.equals(
                            Arrays.copyOfRange(values, bounds[rank], bounds[rank + 1]),
                            Arrays.copyOfRange(expected, bounds[rank], bounds[rank + 1]));
                    exchange.allGather(values, bounds, type);
                    for (int i = 0; i < length; i++) {
                        expected[i] = PlainBfloat16.round(expected[i], type);
                    }
                    exact += own && Arrays.equals(values, expected) ? 1 : 0;
                }
            }
            return exact;
        });

        assertThat(right).containsOnly(2 * lengths.length);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotFiniteReachesEveryMember(WireType type) throws Exception {
        LocalMembers group = new LocalMembers(3);
        List<float[]> sums = group.run(rank -> {
            float[] values = {
                rank == 1 ? Float.NaN : 1,
                rank == 2 ? Float.POSITIVE_INFINITY : 1,
                rank == 0 ? Float.NEGATIVE_INFINITY : 1,
                rank == 0 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY
            };
            int[] bounds = {0, 1, 1, 4};
            try (GradientExchange exchange = group.join(rank)) {
                exchange.reduceScatter(values, bounds, type);
                exchange.allGather(values, bounds, type);
            }
            return values;
        });

        assertThat(sums).allSatisfy(sum -> assertThat(sum)
                .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN));
    }

    /** Several frames per slice, more than may be under way; the array may change as soon as an operation returns. */
    @Test
    void sentValuesAreSafeFromTheCaller() throws Exception {
        int length = 8_000_000;
        int[] bounds = {0, length - 3, length};
        LocalMembers group = new LocalMembers(2);
        List<Boolean> right = group.run(rank -> {
            float[] values = new float[length];
            boolean all = true;
            try (GradientExchange exchange = group.join(rank)) {
                for (int step = 1; step <= 3; step++) {
                    Arrays.fill(values, step + rank);
                    exchange.reduceScatter(values, bounds, WireType.FLOAT32);
                    for (int i = bounds[rank]; i < bounds[rank + 1]; i++) {
                        all &= values[i] == 2 * step + 1;
                    }
                    Arrays.fill(values, -1);
                    Arrays.fill(values, bounds[rank], bounds[rank + 1], step);
                    exchange.allGather(values, bounds, WireType.BFLOAT16);
                    for (float value : values) {
                        all &= value == step;
                    }
                }
            }
            return all;
        });

        assertThat(right).containsOnly(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0,4,5,6", "0,4", "1,4,6", "0,7,6", "0,4,5", "0,-1,6"})
    void boundsThatDoNotDivideTheArrayAreRefused(String text) {
        int[] bounds =
                Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
        try (GradientExchange exchange = new GradientExchange(0, 2, null)) {
            String message = "bounds %s do not divide 6 values among 2 members in ascending order"
                    .formatted(Arrays.toString(bounds));
            assertThatThrownBy(() -> exchange.reduceScatter(new float[6], bounds, WireType.FLOAT32))
                    .hasMessage(message);
            assertThatThrownBy(() -> exchange.allGather(new float[6], bounds, WireType.FLOAT32))
                    .hasMessage(message);
        }
    }
}
