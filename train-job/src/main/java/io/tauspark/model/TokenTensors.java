package io.tauspark.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Windows of token ids as native tensors. */
final class TokenTensors {
    private TokenTensors() {}

    /** All tokens but the last of each window, [windows, length - 1]. */
    static NDArray inputs(NDManager scope, int[][] windows) {
        return of(scope, windows, 0, windows[0].length - 1);
    }

    /** All tokens but the first of each window, [windows, length - 1]. */
    static NDArray targets(NDManager scope, int[][] windows) {
        return of(scope, windows, 1, windows[0].length - 1);
    }

    /** Part of each window, [windows, length]. */
    static NDArray of(NDManager scope, int[][] windows, int from, int length) {
        long[] ids = new long[windows.length * length];
        for (int window = 0; window < windows.length; window++) {
            for (int i = 0; i < length; i++) {
                ids[window * length + i] = windows[window][from + i];
            }
        }
        return scope.create(ids, new Shape(windows.length, length));
    }
}
