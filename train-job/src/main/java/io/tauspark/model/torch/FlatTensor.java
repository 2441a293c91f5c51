package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * A native tensor that Java reads and writes as an array, in place.
 *
 * <p>On a processor values are written through the tensor's own memory, and on a GPU copied into it:
 * {@code NDArray.set(buffer)} would give the tensor new memory, and views of the old one would silently stop following
 * it.
 */
final class FlatTensor {
    private final NDArray tensor;
    private final boolean shared;
    private final Crossings crossings;

    private FlatTensor(NDArray tensor, boolean shared, Crossings crossings) {
        this.tensor = tensor;
        this.shared = shared;
        this.crossings = crossings;
    }

    /**
     * Zeros of a shape, owned by the manager and on its device.
     *
     * @param crossings told of every copy to the heap
     */
    static FlatTensor zeros(NDManager manager, DataType type, Crossings crossings, long... shape) {
        return new FlatTensor(
                manager.zeros(new Shape(shape), type), !manager.getDevice().isGpu(), crossings);
    }

    /** Zeros whose values are always copied, as on a GPU. */
    static FlatTensor copied(NDManager manager, DataType type, long... shape) {
        return new FlatTensor(manager.zeros(new Shape(shape), type), false, new Crossings());
    }

    NDArray tensor() {
        return tensor;
    }

    /** A part of the values, sharing their memory. */
    NDArray view(long offset, long size) {
        return tensor.get(new NDIndex("{}:{}", offset, offset + size));
    }

    /** A part of the values under a shape, sharing their memory. */
    NDArray view(long offset, Shape shape) {
        try (NDArray range = view(offset, shape.size())) {
            return range.reshape(shape);
        }
    }

    /** Copies all values out. */
    void read(float[] into) {
        if (into.length != tensor.size()) {
            throw new IllegalArgumentException("array of " + into.length + " values for a tensor of " + tensor.size());
        }
        read(0, into);
    }

    /** Copies as many values out as the array takes, from an offset on. */
    void read(long offset, float[] into) {
        crossings.add();
        int start = Math.toIntExact(offset);
        if (!shared) {
            try (NDArray range = view(offset, into.length);
                    NDArray narrow = range.toType(DataType.FLOAT32, true)) {
                System.arraycopy(narrow.toFloatArray(), 0, into, 0, into.length);
            }
        } else if (tensor.getDataType() == DataType.FLOAT32) {
            tensor.toByteBuffer(true).asFloatBuffer().get(start, into);
        } else {
            DoubleBuffer values = tensor.toByteBuffer(true).asDoubleBuffer();
            for (int i = 0; i < into.length; i++) {
                into[i] = (float) values.get(start + i);
            }
        }
    }

    /** Copies a range of values to the same places of an array. */
    void read(long offset, int count, float[] into) {
        int start = Math.toIntExact(offset);
        if (shared && tensor.getDataType() == DataType.FLOAT32) {
            crossings.add();
            tensor.toByteBuffer(true).asFloatBuffer().get(start, into, start, count);
        } else {
            float[] values = new float[count];
            read(offset, values);
            System.arraycopy(values, 0, into, start, count);
        }
    }

    /** Copies values in, from an offset on. */
    void write(long offset, float[] values) {
        if (shared && tensor.getDataType() == DataType.FLOAT32) {
            tensor.toByteBuffer(true).asFloatBuffer().put(Math.toIntExact(offset), values);
        } else if (tensor.getDataType() == DataType.FLOAT32) {
            try (NDArray source = tensor.getManager().create(values)) {
                copy(offset, source);
            }
        } else {
            double[] wide = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                wide[i] = values[i];
            }
            write(offset, wide);
        }
    }

    /** Copies a part of an array in, from an offset on. */
    void write(long offset, float[] values, int start, int count) {
        if (shared && tensor.getDataType() == DataType.FLOAT32) {
            tensor.toByteBuffer(true).asFloatBuffer().put(Math.toIntExact(offset), values, start, count);
        } else {
            write(offset, Arrays.copyOfRange(values, start, start + count));
        }
    }

    /** Copies values in, from an offset on, rounded if the tensor is of single precision. */
    void write(long offset, double[] values) {
        if (tensor.getDataType() == DataType.FLOAT32) {
            float[] narrow = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                narrow[i] = (float) values[i];
            }
            write(offset, narrow);
        } else if (shared) {
            tensor.toByteBuffer(true).asDoubleBuffer().put(Math.toIntExact(offset), values);
        } else {
            try (NDArray source = tensor.getManager().create(values)) {
                copy(offset, source);
            }
        }
    }

    private void copy(long offset, NDArray source) {
        tensor.set(new NDIndex("{}:{}", offset, offset + source.size()), source);
    }
}
