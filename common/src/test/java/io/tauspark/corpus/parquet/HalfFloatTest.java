package io.tauspark.corpus.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatTest {
    private static final int INFINITY = 0x7c00;

    @Test
    void knownNumbers() {
        assertThat(HalfFloat.value((short) 0x3c00)).isEqualTo(1);
        assertThat(HalfFloat.value((short) 0xc000)).isEqualTo(-2);
        assertThat(HalfFloat.value((short) 0x7bff)).isEqualTo(65504);
        assertThat(HalfFloat.value((short) 0x3555)).isEqualTo(1365 * 0x1p-12f);
        assertThat(HalfFloat.value((short) 0x0400)).isEqualTo(0x1p-14f);
        assertThat(HalfFloat.value((short) 0x03ff)).isEqualTo(1023 * 0x1p-24f);
        assertThat(HalfFloat.value((short) 0x0001)).isEqualTo(0x1p-24f);
        assertThat(HalfFloat.value((short) 0x8000)).isEqualTo(-0.0f);
    }

    @Test
    void infinitiesAndNoNumbers() {
        assertThat(HalfFloat.value((short) INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfFloat.value((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloat.value((short) 0x7e00)).isNaN();
        assertThat(HalfFloat.value((short) 0xffff)).isNaN();
    }

    @Test
    void everyNumberIsLargerThanTheOneBeforeAndTheOppositeOfItsTwin() {
        for (int bits = 1; bits <= INFINITY; bits++) {
            assertThat(HalfFloat.value((short) bits)).isGreaterThan(HalfFloat.value((short) (bits - 1)));
            assertThat(HalfFloat.value((short) (bits | 0x8000))).isEqualTo(-HalfFloat.value((short) bits));
        }
    }
}
