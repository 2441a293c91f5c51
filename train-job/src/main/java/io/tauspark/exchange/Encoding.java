package io.tauspark.exchange;

import java.nio.ByteBuffer;

/** The layout of a run of values in a frame. An encoding has scratch memory, so it belongs to one thread. */
interface Encoding {
    /** Values are handled in blocks of this many, which with their scratch memory fit a core's nearest caches. */
    int BLOCK = 8192;

    static Encoding of(WireType wire) {
        return switch (wire) {
            case FLOAT32 -> new Float32Encoding();
            case BFLOAT16 -> new Bfloat16Encoding();
        };
    }

    /** Bytes of one value. */
    int width();

    /** Bytes of a run; a few more than its values need if that keeps words whole. */
    int bytes(int count);

    /** Appends values to a little-endian buffer. */
    void put(float[] values, int at, int count, ByteBuffer to);

    /** Takes values out of a little-endian buffer; a run may be taken in parts if all but the last are whole blocks. */
    void get(ByteBuffer from, float[] values, int at, int count);

    /** Replaces values by what would arrive of them. */
    void round(float[] values, int at, int count);
}
