package io.tauspark.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CharsMapTest {
    private static final int UNITS = 256;
    private static final int LEAF = 1 << 8;
    private static final int OFFSET = 1 << 10;
    private static final int LONG_OFFSET = 1 << 9;

    /** Units of which one is given, and a text of two bytes with its end. */
    private static byte[] map(int place, int unit, int leaf) {
        ByteBuffer map = ByteBuffer.allocate(Integer.BYTES * (1 + UNITS) + 3).order(ByteOrder.LITTLE_ENDIAN);
        map.putInt(Integer.BYTES * UNITS);
        map.putInt(Integer.BYTES * (1 + place), unit);
        map.putInt(Integer.BYTES * (1 + ('a' ^ 1)), leaf);
        map.put(Integer.BYTES * (1 + UNITS), (byte) 0xC3).put(Integer.BYTES * (1 + UNITS) + 1, (byte) 0xA4);
        return map.array();
    }

    @Test
    void aMapThatStaysInsideIsSound() {
        assertThat(CharsMap.isSound(map('a', 'a' | LEAF | OFFSET, 0))).isTrue();
        assertThat(CharsMap.isSound(map('a', 'a' | LEAF | OFFSET, 2))).isTrue();
        assertThat(CharsMap.isSound(map(0, 0, 0))).isTrue();
        // Leads back to where it came from, and natively ends with the text.
        assertThat(CharsMap.isSound(map('a', 'a' | 'a' << 10, 0))).isTrue();
    }

    @Test
    void aMapThatLeadsOutsideIsNot() {
        assertThat(CharsMap.isSound(map(0, OFFSET << 8, 0))).isFalse();
        assertThat(CharsMap.isSound(map('a', 'a' | LONG_OFFSET | OFFSET, 0))).isFalse();
        assertThat(CharsMap.isSound(map('a', 'a' | LEAF | OFFSET, 1))).isFalse();
        assertThat(CharsMap.isSound(map('a', 'a' | LEAF | OFFSET, 4))).isFalse();
    }

    @Test
    void aMapOfAnotherLengthIsNot() {
        byte[] sound = map('a', 'a' | LEAF | OFFSET, 0);
        for (int length = 0; length < sound.length - 3; length++) {
            assertThat(CharsMap.isSound(Arrays.copyOf(sound, length)))
                    .as("%s bytes", length)
                    .isFalse();
        }
        assertThat(CharsMap.isSound(Arrays.copyOf(sound, sound.length - 2))).isFalse();
        for (int claimed : new int[] {0, 2, 1025, -1, Integer.MAX_VALUE}) {
            byte[] other = sound.clone();
            ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putInt(claimed);
            assertThat(CharsMap.isSound(other)).as("%s bytes of units", claimed).isFalse();
        }
    }
}
