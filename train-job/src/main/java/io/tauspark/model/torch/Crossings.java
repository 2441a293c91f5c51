package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;

/**
 * The copies that a model made of its values for the heap. On a GPU each of them waits until the device has done all that it
 * was given, so there should be few in a step.
 */
final class Crossings {
    private long count;

    /** The values of a tensor of double precision. */
    double[] doubles(NDArray tensor) {
        count++;
        return tensor.toDoubleArray();
    }

    /** Another copy is made. */
    void add() {
        count++;
    }

    /** Copies so far. */
    long count() {
        return count;
    }
}
