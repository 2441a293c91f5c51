package io.tauspark.decode;

import io.tauspark.model.ParameterLayout.Slot;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A matrix of a model times one vector, in single precision.
 *
 * <p>Its columns are copied, each into an array of its own: the product is then a sum of arrays, whose loops Java's compiler makes
 * vector instructions of, five times as fast as the sums over rows that it leaves as they are.
 *
 * @param columns of the matrix, [inputs, outputs]
 */
record Linear(float[][] columns) {
    /** Below so many multiplications it costs more to wake other threads than they save. */
    private static final int WORTH_THREADS = 1 << 20;

    /** Outputs that one thread takes at a time; their sums stay in its fastest cache. */
    private static final int PART = 2048;

    /** The matrix that a parameter is, its last axis for inputs. */
    static Linear of(float[] parameters, Slot slot) {
        int inputs = Math.toIntExact(slot.shape().get(slot.shape().size() - 1));
        int outputs = Math.toIntExact(slot.size() / inputs);
        int offset = Math.toIntExact(slot.offset());
        float[][] columns = new float[inputs][outputs];
        for (int output = 0; output < outputs; output++) {
            int row = offset + output * inputs;
            for (int input = 0; input < inputs; input++) {
                columns[input][output] = parameters[row + input];
            }
        }
        return new Linear(columns);
    }

    /** The product, [outputs]; each output is added up in one order, whatever the number of threads. */
    float[] times(float[] x) {
        int outputs = columns[0].length;
        float[] y = new float[outputs];
        IntStream parts = IntStream.range(0, (outputs + PART - 1) / PART);
        ((long) outputs * columns.length < WORTH_THREADS ? parts : parts.parallel())
                .forEach(part -> times(x, y, part * PART, Math.min(outputs, (part + 1) * PART)));
        return y;
    }

    private void times(float[] x, float[] y, int from, int to) {
        int input = 0;
        for (; input + 3 < x.length; input += 4) {
            add(
                    x[input],
                    columns[input],
                    x[input + 1],
                    columns[input + 1],
                    x[input + 2],
                    columns[input + 2],
                    x[input + 3],
                    columns[input + 3],
                    y,
                    from,
                    to);
        }
        for (; input < x.length; input++) {
            add(x[input], columns[input], y, from, to);
        }
    }

    private static void add(
            float a,
            float[] first,
            float b,
            float[] second,
            float c,
            float[] third,
            float d,
            float[] fourth,
            float[] y,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            y[i] += a * first[i] + b * second[i] + c * third[i] + d * fourth[i];
        }
    }

    private static void add(float a, float[] column, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] += a * column[i];
        }
    }

    /** A row of the matrix that a parameter is. */
    static float[] row(float[] parameters, Slot slot, int number) {
        int size = Math.toIntExact(slot.shape().get(slot.shape().size() - 1));
        int from = Math.toIntExact(slot.offset()) + number * size;
        return Arrays.copyOfRange(parameters, from, from + size);
    }
}
