package io.tauspark.observe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message of Protocol Buffers being written, field by field. Spark brings its own, old version of the library; the
 * few fields of an event do not warrant a second one beside it.
 *
 * <p>Source: Protocol Buffers, Encoding, protobuf.dev/programming-guides/encoding.
 */
final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int WIRE_TYPE_BITS = 3;

    private static final int GROUP_BITS = 7;
    private static final int GROUP = 0x7f;
    private static final int MORE = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    ProtoMessage add(int field, long value) {
        varint((long) field << WIRE_TYPE_BITS | VARINT);
        varint(value);
        return this;
    }

    ProtoMessage add(int field, double value) {
        varint((long) field << WIRE_TYPE_BITS | FIXED64);
        out.writeBytes(little(Double.BYTES).putDouble(value).array());
        return this;
    }

    ProtoMessage add(int field, float value) {
        varint((long) field << WIRE_TYPE_BITS | FIXED32);
        out.writeBytes(little(Float.BYTES).putFloat(value).array());
        return this;
    }

    ProtoMessage add(int field, String value) {
        return add(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoMessage add(int field, ProtoMessage value) {
        return add(field, value.bytes());
    }

    ProtoMessage add(int field, byte[] value) {
        varint((long) field << WIRE_TYPE_BITS | BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** Seven bits a byte, the lowest first. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~GROUP) != 0) {
            out.write((int) (rest & GROUP) | MORE);
            rest >>>= GROUP_BITS;
        }
        out.write((int) rest);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
