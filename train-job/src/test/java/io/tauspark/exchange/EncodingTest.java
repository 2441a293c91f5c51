package io.tauspark.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
    private static final float ONE_AND_A_BIT = 1.0078125f; // 1 + 2^-7, the bfloat16 after 1

    /** What arrives of values that were sent with others before and after them. */
    private static float[] sent(Encoding encoding, float... values) {
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(encoding.bytes(values.length) + 8).order(ByteOrder.LITTLE_ENDIAN);
        encoding.put(values, 0, values.length, buffer.position(4));
        assertThat(buffer.position()).isEqualTo(4 + encoding.bytes(values.length));
        float[] arrived = new float[values.length + 2];
        encoding.get(buffer.flip().position(4), arrived, 1, values.length);
        assertThat(buffer.hasRemaining()).isFalse();
        assertThat(arrived).startsWith(0f).endsWith(0f);
        float[] inside = new float[values.length];
        System.arraycopy(arrived, 1, inside, 0, inside.length);
        return inside;
    }

    private static float rounded(float value) {
        float arrived = sent(new Bfloat16Encoding(), value)[0];
        float[] here = {value};
        new Bfloat16Encoding().round(here, 0, 1);
        assertThat(Float.floatToRawIntBits(here[0])).isEqualTo(Float.floatToRawIntBits(arrived));
        return arrived;
    }

    /** Every bit pattern is as likely: half of a percent are NaN, as many subnormal. */
    private static float[] anyBits(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 8191, 8192, 8193, 16_385, 300_000})
    void everyValueArrivesAsTheNearestBfloat16(int count) {
        float[] values = anyBits(count, count);
        float[] arrived = sent(new Bfloat16Encoding(), values);
        float[] here = values.clone();
        new Bfloat16Encoding().round(here, 0, count);

        for (int i = 0; i < count; i++) {
            // Float.compare tells zeros of either sign apart and takes all NaN for equal.
            assertThat(Float.compare(arrived[i], PlainBfloat16.round(values[i])))
                    .isZero();
            assertThat(Float.floatToRawIntBits(here[i])).isEqualTo(Float.floatToRawIntBits(arrived[i]));
        }
    }

    @Test
    void tiesGoToTheEvenNeighbour() {
        assertThat(rounded(1 + 0x1p-8f)).isEqualTo(1);
        assertThat(rounded(1 + 3 * 0x1p-8f)).isEqualTo(1 + 2 * 0x1p-7f);
        assertThat(rounded(-1 - 0x1p-8f)).isEqualTo(-1);
        assertThat(rounded(Math.nextUp(1 + 0x1p-8f))).isEqualTo(ONE_AND_A_BIT);
        assertThat(rounded(Math.nextDown(1 + 3 * 0x1p-8f))).isEqualTo(ONE_AND_A_BIT);
    }

    @Test
    void subnormalsAreRoundedLikeOthers() {
        float leastOfBfloat16 = Float.intBitsToFloat(0x0001_0000);
        assertThat(rounded(leastOfBfloat16)).isEqualTo(leastOfBfloat16);
        assertThat(rounded(Float.MIN_VALUE)).isZero();
        assertThat(rounded(Float.intBitsToFloat(0x0000_8000))).isZero();
        assertThat(rounded(Float.intBitsToFloat(0x0000_8001))).isEqualTo(leastOfBfloat16);
        assertThat(Float.floatToRawIntBits(rounded(-Float.MIN_VALUE))).isEqualTo(0x8000_0000);
        assertThat(rounded(Math.nextDown(Float.MIN_NORMAL))).isEqualTo(Float.MIN_NORMAL);
    }

    @Test
    void whatIsNotFiniteStaysSo() {
        assertThat(rounded(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(rounded(Float.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(rounded(Float.MAX_VALUE)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(rounded(-Float.MAX_VALUE)).isEqualTo(Float.NEGATIVE_INFINITY);
        // The first would lose all its bits, the second would carry into the sign.
        for (int bits : new int[] {0x7F80_0001, 0x7FFF_FFFF, 0xFF80_0001, 0xFFFF_FFFF, 0x7FC0_0000}) {
            assertThat(rounded(Float.intBitsToFloat(bits))).isNaN();
        }
    }

    @Test
    void float32KeepsEveryBit() {
        float[] values = anyBits(10_000, 1);
        float[] arrived = sent(new Float32Encoding(), values);
        new Float32Encoding().round(values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(Float.floatToRawIntBits(arrived[i])).isEqualTo(Float.floatToRawIntBits(values[i]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunMayBeTakenInBlocks(WireType type) {
        Encoding encoding = Encoding.of(type);
        int count = 2 * Encoding.BLOCK + 5;
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i % 256;
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(encoding.bytes(count)).order(ByteOrder.LITTLE_ENDIAN);
        encoding.put(values, 0, count, buffer);
        buffer.flip();
        float[] arrived = new float[count];
        for (int at = 0; at < count; at += Encoding.BLOCK) {
            encoding.get(buffer, arrived, at, Math.min(Encoding.BLOCK, count - at));
        }
        assertThat(arrived).isEqualTo(values);
    }
}
