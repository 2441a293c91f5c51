package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.tauspark.model.AttentionStack;
import io.tauspark.model.ModelConfig;
import io.tauspark.model.QueryHead;
import io.tauspark.observe.QuantileSketch;

/**
 * The counts of λ of queries and keys in the bins of a {@link QuantileSketch}, per head, over all micro-batches since
 * the last {@link #restart}. The counts stay where the model computes and are copied out only when they are read.
 *
 * <p>What micro-batches counted is fresh until a step has made use of them: {@link #keep} adds it to the total, and
 * {@link #drop} forgets it, because the step was skipped.
 */
public final class LambdaCounts {
    private final NDManager manager;
    private final TorchProgram program;
    private final int rows;
    /** 32-bit integers are enough for a step. */
    private final NDArray fresh;

    private final NDArray total;

    LambdaCounts(ModelConfig model, TorchProgram program, NDManager manager) {
        this.manager = manager;
        this.program = program;
        this.rows = rows(model);
        // A model without λ has no counts, but the program wants a tensor.
        Shape shape = new Shape(Math.max(1, rows), QuantileSketch.BINS);
        this.fresh = manager.zeros(shape, DataType.INT32);
        this.total = manager.zeros(shape, DataType.INT64);
    }

    /** Sketches of a model: one for each query head and each key head with λ. */
    public static int rows(ModelConfig model) {
        return AttentionStack.withLambda(model).stream()
                .mapToInt(group -> group.heads() + group.keyHeads())
                .sum();
    }

    /** Adds what the micro-batches since the last call of this or {@link #drop} have counted. */
    public void keep() {
        try (NDManager scope = manager.newSubManager()) {
            program.call(scope, "keep", total, fresh);
        }
    }

    /** Forgets what the micro-batches since the last call of this or {@link #keep} have counted. */
    public void drop() {
        clear(fresh);
    }

    /** Forgets all counts. Needed when τ changes: energies are told by the τ that they were counted under. */
    public void restart() {
        clear(fresh);
        clear(total);
    }

    /** A copy of the total, [rows, bins] row-major; a row is a head, see {@link QueryHead}. */
    public long[] read() {
        return rows == 0 ? new long[0] : total.toLongArray();
    }

    /** Adds counts that were made elsewhere. */
    public void add(long[] counts) {
        if (counts.length != rows * QuantileSketch.BINS) {
            throw new IllegalArgumentException(
                    counts.length + " counts for " + rows + " rows of " + QuantileSketch.BINS);
        }
        if (rows > 0) {
            try (NDManager scope = manager.newSubManager()) {
                program.call(scope, "keep", total, scope.create(counts, total.getShape()));
            }
        }
    }

    /** The tensor that the program counts into. */
    NDArray fresh() {
        return fresh;
    }

    private void clear(NDArray counts) {
        try (NDManager scope = manager.newSubManager()) {
            program.call(scope, "clear", counts);
        }
    }
}
