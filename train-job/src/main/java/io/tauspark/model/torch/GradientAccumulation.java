package io.tauspark.model.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.tauspark.model.AttentionSums;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sum of the gradients of a step's micro-batches, added up where the model computes. Nothing crosses to the heap until
 * {@link #complete}, and then a few numbers in one copy: a device works through all micro-batches without a pause. The sum is
 * added in the order of the micro-batches.
 */
public final class GradientAccumulation implements AutoCloseable {
    private final TauGpt gpt;
    private final List<NDArray> losses = new ArrayList<>();
    private final List<NDArray> attended = new ArrayList<>();
    private @Nullable NDManager scope;
    private long queries;
    private double square;

    public GradientAccumulation(TauGpt gpt) {
        this.gpt = gpt;
    }

    /**
     * Adds the gradient of the mean loss over windows of equal length; the first one takes the place of what was there.
     *
     * @param dropoutSeed chooses what is dropped if the model has dropout; zero for nothing
     */
    public void add(int[][] windows, Observation observation, long dropoutSeed) {
        if (scope == null) {
            scope = gpt.manager().newSubManager();
        }
        int[][] targets = TokenTensors.targets(windows);
        NDArray[] found =
                gpt.compute(scope, TokenTensors.inputs(windows), targets, observation, dropoutSeed, !losses.isEmpty());
        losses.add(found[0]);
        if (observation == Observation.ATTENTION) {
            attended.add(found[1]);
            queries = TauGpt.sampled(targets);
        }
    }

    /** Waits for the micro-batches since the last call; what they told, in order. */
    public List<MicroBatch> complete() {
        NDManager owner = scope;
        if (owner == null) {
            throw new IllegalStateException("no micro-batch was added");
        }
        int count = losses.size();
        double[] told = gpt.crossings()
                .doubles(gpt.program().call(owner, "told", gpt.flatGradient().tensor(), losses, attended)[0]);
        square = told[0];
        int ofOne = attended.isEmpty() ? 0 : (told.length - 1 - count) / count;
        List<MicroBatch> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = 1 + count + i * ofOne;
            AttentionSums attention = ofOne == 0
                    ? AttentionSums.NONE
                    : new AttentionSums(queries, Arrays.copyOfRange(told, from, from + ofOne));
            results.add(new MicroBatch(told[1 + i], attention));
        }
        close();
        return results;
    }

    /** The squared length of the completed sum. */
    public double square() {
        return square;
    }

    /** Copies the completed sum to the heap. */
    public void read(float[] into) {
        gpt.flatGradient().read(into);
    }

    /** {@link HeadGradients#squares} of the mean of the completed sum, over a number of micro-batches. */
    public double[] squares(HeadGradients heads, int micro) {
        try (NDManager views = gpt.manager().newSubManager()) {
            List<NDArray> parts = heads.parts(gpt.flatGradient());
            parts.forEach(part -> part.attach(views));
            if (parts.isEmpty()) {
                return new double[0];
            }
            double[] squares = gpt.crossings().doubles(gpt.program().call(views, "squares", parts)[0]);
            return Arrays.stream(squares)
                    .map(square -> square / ((double) micro * micro))
                    .toArray();
        }
    }

    /** Takes the step that follows the mean of the completed sum, which is used up then. */
    public void step(Optimizer optimizer, int micro, double norm, double rate) {
        optimizer.step(micro, norm, rate);
    }

    /** Forgets what was added and not completed. */
    @Override
    public void close() {
        if (scope != null) {
            scope.close();
            scope = null;
        }
        losses.clear();
        attended.clear();
    }
}
