package io.tauspark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.DoubleBuffer;

/**
 * A native tensor that Java reads and writes as an array, in place.
 *
 * <p>Values are written through the tensor's own memory: {@code NDArray.set} would give the tensor new memory, and
 * views of the old one would silently stop following it.
 */
final class FlatTensor {
    private final NDArray tensor;

    private FlatTensor(NDArray tensor) {
        this.tensor = tensor;
    }

    /** Zeros of a shape, owned by the manager. */
    static FlatTensor zeros(NDManager manager, DataType type, long... shape) {
        return new FlatTensor(manager.zeros(new Shape(shape), type));
    }

    NDArray tensor() {
        return tensor;
    }

    /** A part of the values, sharing their memory. */
    NDArray view(long offset, long size) {
        return tensor.get(new NDIndex("{}:{}", offset, offset + size));
    }

    /** Copies all values out. */
    void read(float[] into) {
        requireSize(into.length);
        read(0, into);
    }

    /** Copies as many values out as the array takes, from an offset on. */
    void read(long offset, float[] into) {
        int start = Math.toIntExact(offset);
        if (tensor.getDataType() == DataType.FLOAT32) {
            tensor.toByteBuffer(true).asFloatBuffer().get(start, into);
        } else {
            DoubleBuffer values = tensor.toByteBuffer(true).asDoubleBuffer();
            for (int i = 0; i < into.length; i++) {
                into[i] = (float) values.get(start + i);
            }
        }
    }

    /** Copies values in, from an offset on. */
    void write(long offset, float[] values) {
        int start = Math.toIntExact(offset);
        if (tensor.getDataType() == DataType.FLOAT32) {
            tensor.toByteBuffer(true).asFloatBuffer().put(start, values);
        } else {
            double[] wide = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                wide[i] = values[i];
            }
            write(offset, wide);
        }
    }

    /** Copies values in, from an offset on, rounded if the tensor is of single precision. */
    void write(long offset, double[] values) {
        int start = Math.toIntExact(offset);
        if (tensor.getDataType() == DataType.FLOAT64) {
            tensor.toByteBuffer(true).asDoubleBuffer().put(start, values);
        } else {
            float[] narrow = new float[values.length];
            for (int i = 0; i < values.length; i++) {
                narrow[i] = (float) values[i];
            }
            write(offset, narrow);
        }
    }

    private void requireSize(int length) {
        if (length != tensor.size()) {
            throw new IllegalArgumentException("array of " + length + " values for a tensor of " + tensor.size());
        }
    }
}
