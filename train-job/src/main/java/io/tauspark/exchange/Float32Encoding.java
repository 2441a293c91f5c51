package io.tauspark.exchange;

import java.nio.ByteBuffer;

/** Values as they are. */
final class Float32Encoding implements Encoding {
    @Override
    public int width() {
        return Float.BYTES;
    }

    @Override
    public int bytes(int count) {
        return count * Float.BYTES;
    }

    @Override
    public void put(float[] values, int at, int count, ByteBuffer to) {
        to.asFloatBuffer().put(values, at, count);
        to.position(to.position() + bytes(count));
    }

    @Override
    public void get(ByteBuffer from, float[] values, int at, int count) {
        from.asFloatBuffer().get(values, at, count);
        from.position(from.position() + bytes(count));
    }

    @Override
    public void round(float[] values, int at, int count) {}
}
