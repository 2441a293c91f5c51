package io.tauspark.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Values as bfloat16, the upper half of a float32, rounded to the nearest and, between two, to the even one. A value too
 * large for bfloat16 becomes infinite; NaN stays NaN.
 *
 * <p>Each word of a block holds value i of its first half below value i of its second half. So every loop runs over
 * whole integers at a stride of one, which the compiler turns into vector instructions; neighbours in one word, or
 * shorts, took up to three times as long.
 */
final class Bfloat16Encoding implements Encoding {
    private static final int HALF = BLOCK / 2;
    private static final int UPPER = 0xFFFF_0000;
    private static final int MAGNITUDE = 0x7FFF_FFFF;
    private static final int INFINITY = 0x7F80_0000;

    /** A NaN that has it keeps a set bit in the upper half, and so stays a NaN. */
    private static final int QUIET = 0x0040_0000;

    /** Just below half of the last place kept: with the lowest bit kept added, ties go to even. */
    private static final int BELOW_HALF = 0x7FFF;

    /** Bits of floats change hands through memory: the compiler does not vectorize {@link Float#floatToRawIntBits}. */
    private final IntBuffer bits;

    private final FloatBuffer floats;
    private final int[] low = new int[HALF];
    private final int[] high = new int[HALF];

    Bfloat16Encoding() {
        ByteBuffer memory = ByteBuffer.allocateDirect(BLOCK * Float.BYTES).order(ByteOrder.nativeOrder());
        bits = memory.asIntBuffer();
        floats = memory.asFloatBuffer();
    }

    @Override
    public int width() {
        return Short.BYTES;
    }

    @Override
    public int bytes(int count) {
        return words(count) * Integer.BYTES;
    }

    @Override
    public void put(float[] values, int at, int count, ByteBuffer to) {
        IntBuffer words = to.asIntBuffer();
        for (int done = 0; done < count; done += BLOCK) {
            int size = Math.min(BLOCK, count - done);
            split(values, at + done, size);
            pack(low, high, words(size));
            words.put(low, 0, words(size));
        }
        to.position(to.position() + bytes(count));
    }

    @Override
    public void get(ByteBuffer from, float[] values, int at, int count) {
        IntBuffer words = from.asIntBuffer();
        for (int done = 0; done < count; done += BLOCK) {
            int size = Math.min(BLOCK, count - done);
            words.get(low, 0, words(size));
            unpack(low, high, words(size));
            join(values, at + done, size);
        }
        from.position(from.position() + bytes(count));
    }

    @Override
    public void round(float[] values, int at, int count) {
        for (int done = 0; done < count; done += BLOCK) {
            int size = Math.min(BLOCK, count - done);
            split(values, at + done, size);
            round(low, words(size));
            round(high, words(size));
            join(values, at + done, size);
        }
    }

    private static int words(int count) {
        return (count + 1) / 2;
    }

    /** The bits of a block's first half into one array, of its second into the other; an odd count has a zero in the end. */
    private void split(float[] values, int at, int count) {
        int half = words(count);
        floats.clear().put(values, at, count);
        bits.clear().get(low, 0, half).get(high, 0, count - half);
        if (count < 2 * half) {
            high[half - 1] = 0;
        }
    }

    private void join(float[] values, int at, int count) {
        int half = words(count);
        bits.clear().put(low, 0, half).put(high, 0, half);
        floats.clear().get(values, at, count);
    }

    private static void pack(int[] low, int[] high, int count) {
        for (int i = 0; i < count; i++) {
            low[i] = (rounded(low[i]) >>> Short.SIZE) | (rounded(high[i]) & UPPER);
        }
    }

    private static void unpack(int[] low, int[] high, int count) {
        for (int i = 0; i < count; i++) {
            high[i] = low[i] & UPPER;
            low[i] <<= Short.SIZE;
        }
    }

    private static void round(int[] bits, int count) {
        for (int i = 0; i < count; i++) {
            bits[i] = rounded(bits[i]) & UPPER;
        }
    }

    /** The upper half is the bfloat16; the lower half is undefined. Without a branch, which vectors do not have. */
    private static int rounded(int bits) {
        int nan = (INFINITY - (bits & MAGNITUDE)) >> 31; // all ones if it is one, else 0
        int carry = BELOW_HALF + ((bits >>> Short.SIZE) & 1);
        return (bits + (carry & ~nan)) | (nan & QUIET);
    }
}
