package io.tauspark.store;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A named array as it stands in a tensor file, row by row.
 *
 * @param name unique within its file
 * @param shape size of each axis; empty for a single number
 * @param values as many elements as the shape says, between position and limit: a Float-, Double-, Int- or LongBuffer.
 *     A buffer and not an array, so that a part of a large array can be a tensor without a copy.
 */
public record Tensor(String name, List<Long> shape, Buffer values) {

    public Tensor {
        shape = List.copyOf(shape);
        long elements = elements(shape);
        if (elements != values.remaining()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "tensor '%s' of shape %s needs %d values, got %d",
                    name,
                    shape,
                    elements,
                    values.remaining()));
        }
    }

    public static Tensor of(String name, Buffer values, long... shape) {
        return new Tensor(name, Arrays.stream(shape).boxed().toList(), values);
    }

    /** A copy of the values of an F32 tensor. */
    public float[] floats() {
        if (!(values instanceof FloatBuffer floats)) {
            throw new IllegalStateException("tensor '%s' holds %s, not F32".formatted(name, type()));
        }
        float[] copy = new float[floats.remaining()];
        floats.duplicate().get(copy);
        return copy;
    }

    Type type() {
        return Arrays.stream(Type.values())
                .filter(type -> type.buffer.isInstance(values))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "tensor '%s' holds %s, not floats, doubles, ints or longs".formatted(name, values)));
    }

    /** @throws ArithmeticException if the shape has a negative axis or more elements than a long counts */
    static long elements(List<Long> shape) {
        long product = 1;
        for (long axis : shape) {
            if (axis < 0) {
                throw new ArithmeticException("negative axis " + axis);
            }
            product = Math.multiplyExact(product, axis);
        }
        return product;
    }

    /** The element types this project writes, under their names in the file format. */
    enum Type {
        F32(Float.BYTES, FloatBuffer.class),
        F64(Double.BYTES, DoubleBuffer.class),
        I32(Integer.BYTES, IntBuffer.class),
        I64(Long.BYTES, LongBuffer.class);

        final int bytes;
        private final Class<? extends Buffer> buffer;

        Type(int bytes, Class<? extends Buffer> buffer) {
            this.bytes = bytes;
            this.buffer = buffer;
        }

        Buffer allocate(int elements) {
            return switch (this) {
                case F32 -> FloatBuffer.allocate(elements);
                case F64 -> DoubleBuffer.allocate(elements);
                case I32 -> IntBuffer.allocate(elements);
                case I64 -> LongBuffer.allocate(elements);
            };
        }

        /** Moves elements from the values into the bytes until either is used up. */
        void encode(Buffer values, ByteBuffer bytes) {
            int count = Math.min(values.remaining(), bytes.remaining() / this.bytes);
            ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            Buffer part = values.slice().limit(count);
            switch (this) {
                case F32 -> little.asFloatBuffer().put((FloatBuffer) part);
                case F64 -> little.asDoubleBuffer().put((DoubleBuffer) part);
                case I32 -> little.asIntBuffer().put((IntBuffer) part);
                case I64 -> little.asLongBuffer().put((LongBuffer) part);
            }
            values.position(values.position() + count);
            bytes.position(bytes.position() + count * this.bytes);
        }

        /** Appends all bytes, a whole number of elements, to the values. */
        void decode(ByteBuffer bytes, Buffer values) {
            ByteBuffer little = bytes.order(ByteOrder.LITTLE_ENDIAN);
            switch (this) {
                case F32 -> ((FloatBuffer) values).put(little.asFloatBuffer());
                case F64 -> ((DoubleBuffer) values).put(little.asDoubleBuffer());
                case I32 -> ((IntBuffer) values).put(little.asIntBuffer());
                case I64 -> ((LongBuffer) values).put(little.asLongBuffer());
            }
        }
    }
}
