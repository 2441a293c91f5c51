package io.tauspark.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WideSumsTest {
    private final Random random = new Random(3);

    @Test
    void addsLikeUnboundedIntegers() {
        WideSums sums = new WideSums(1);
        BigInteger exact = BigInteger.ZERO;
        for (int k = 0; k < 20_000; k++) {
            long value = random.nextLong() >> 10;
            int shift = new int[] {0, 21, 42}[random.nextInt(3)];
            sums.add(0, value, shift);
            exact = exact.add(BigInteger.valueOf(value).shiftLeft(shift));
            assertThat(exact(sums, 0)).isEqualTo(exact);
        }
    }

    @Test
    void addsOtherSums() {
        WideSums left = random(50);
        WideSums right = random(50);
        BigInteger[] expected = new BigInteger[50];
        for (int k = 0; k < expected.length; k++) {
            expected[k] = exact(left, k).add(exact(right, k));
        }
        left.add(right);
        for (int k = 0; k < expected.length; k++) {
            assertThat(exact(left, k)).isEqualTo(expected[k]);
        }
    }

    @Test
    void dividesByPowersOfTwoRoundingHalvesUp() {
        for (int bits : new int[] {0, 1, 8, 16, 63, 64, 65, 100, 127, 128, 4000}) {
            WideSums sums = random(50);
            for (int k = 0; k < sums.size(); k++) {
                BigDecimal quotient = new BigDecimal(exact(sums, k)).divide(new BigDecimal(BigInteger.TWO.pow(bits)));
                BigInteger expected = quotient.add(new BigDecimal("0.5"))
                        .setScale(0, RoundingMode.FLOOR)
                        .toBigInteger();
                sums.shiftRight(k, bits);
                assertThat(exact(sums, k)).as("by 2^%d", bits).isEqualTo(expected);
            }
        }
    }

    @Test
    void becomesTheNearestDoubleUpToOneUlp() {
        WideSums sums = random(1000);
        for (int k = 0; k < sums.size(); k++) {
            double expected = exact(sums, k).doubleValue();
            assertThat(Math.abs(sums.value(k) - expected)).isLessThanOrEqualTo(Math.ulp(expected));
        }
    }

    @Test
    void keepsSmallNegativeNumbersExact() {
        WideSums sums = new WideSums(1);
        sums.add(0, -3, 0);
        assertThat(sums.value(0)).isEqualTo(-3);
    }

    /** Of 10 to 120 bits, of either sign. */
    private WideSums random(int size) {
        long[] high = new long[size];
        long[] low = new long[size];
        for (int k = 0; k < size; k++) {
            BigInteger value = new BigInteger(10 + random.nextInt(110), random);
            if (random.nextBoolean()) {
                value = value.negate();
            }
            high[k] = value.shiftRight(64).longValue();
            low[k] = value.longValue();
        }
        return new WideSums(high, low);
    }

    private static BigInteger exact(WideSums sums, int k) {
        BigInteger upper = BigInteger.valueOf(sums.high()[k]).shiftLeft(64);
        BigInteger lower = new BigInteger(Long.toUnsignedString(sums.low()[k]));
        return upper.add(lower);
    }
}
