package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** Windows of token ids as tensors. */
final class TokenTensors {
    private TokenTensors() {}

    /** All tokens but the last of each window. */
    static int[][] inputs(int[][] windows) {
        return Arrays.stream(windows)
                .map(window -> Arrays.copyOf(window, window.length - 1))
                .toArray(int[][]::new);
    }

    /** All tokens but the first of each window. */
    static int[][] targets(int[][] windows) {
        return Arrays.stream(windows)
                .map(window -> Arrays.copyOfRange(window, 1, window.length))
                .toArray(int[][]::new);
    }

    /** Rows of equal length, [rows, length]. */
    static NDArray of(NDManager scope, int[][] rows) {
        return of(scope, rows, 1);
    }

    /** Rows of equal length with several ids at each place: [rows, places], or [rows, places, parts] of more than one. */
    static NDArray of(NDManager scope, int[][] rows, int parts) {
        int length = rows[0].length;
        long[] ids = new long[rows.length * length];
        for (int row = 0; row < rows.length; row++) {
            if (rows[row].length != length) {
                throw new IllegalArgumentException(
                        "rows of " + length + " and of " + rows[row].length + " tokens in one batch");
            }
            for (int i = 0; i < length; i++) {
                ids[row * length + i] = rows[row][i];
            }
        }
        return scope.create(
                ids, parts == 1 ? new Shape(rows.length, length) : new Shape(rows.length, length / parts, parts));
    }

    /** The values of a tensor [rows, length], row by row. */
    static int[][] rows(NDArray tensor) {
        long[] values = tensor.toLongArray();
        int length = Math.toIntExact(tensor.getShape().get(1));
        int[][] rows = new int[values.length / length][length];
        for (int i = 0; i < values.length; i++) {
            rows[i / length][i % length] = Math.toIntExact(values[i]);
        }
        return rows;
    }
}
