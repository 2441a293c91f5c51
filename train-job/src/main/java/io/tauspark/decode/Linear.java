package io.tauspark.decode;

import io.tauspark.model.ParameterLayout.Matrix;
import java.util.stream.IntStream;

/** A matrix of a model times one vector. */
interface Linear {
    /** Below so many multiplications it costs more to wake other threads than they save. */
    int WORTH_THREADS = 1 << 20;

    /**
     * Outputs that one thread takes at a time. Their sums stay in its fast caches, and it reads a column for long enough that the
     * memory runs ahead: with a quarter of them the logits of 50,304 tokens took a third more time.
     */
    int PART = 8192;

    /** The product, [outputs]; each output is added up in one order, whatever the number of threads. */
    float[] times(float[] x);

    /**
     * A matrix of some values.
     *
     * @param weights what it is kept in
     */
    static Linear of(float[] values, Matrix matrix, Weights weights) {
        return weights == Weights.INT8 ? ByteLinear.of(values, matrix) : FloatLinear.of(values, matrix);
    }

    /** The computation of some outputs of a product. */
    @FunctionalInterface
    interface Part {
        void of(int from, int to);
    }

    /** Computes all outputs, those of a large matrix on several threads. */
    static void inParts(int outputs, int inputs, Part part) {
        IntStream parts = IntStream.range(0, (outputs + PART - 1) / PART);
        ((long) outputs * inputs < WORTH_THREADS ? parts : parts.parallel())
                .forEach(number -> part.of(number * PART, Math.min(outputs, (number + 1) * PART)));
    }
}
