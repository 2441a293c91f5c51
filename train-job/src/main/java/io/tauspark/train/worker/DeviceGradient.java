package io.tauspark.train.worker;

import io.tauspark.model.MicroBatch;
import io.tauspark.model.Observation;
import io.tauspark.model.torch.GradientAccumulation;
import io.tauspark.model.torch.HeadGradients;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.model.torch.TauGpt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gradients that are added up where the model computes, and stay there unless other workers must have them: then they come to
 * the heap once a step, and not once a micro-batch.
 */
final class DeviceGradient implements StepGradient {
    private final GradientAccumulation accumulation;
    private final GradientSum arrays;
    private float @Nullable [] array;

    /** @param arrays the source of arrays for what comes to the heap */
    DeviceGradient(TauGpt gpt, GradientSum arrays) {
        this.accumulation = new GradientAccumulation(gpt);
        this.arrays = arrays;
    }

    @Override
    public void add(int[][] windows, Observation observation, long dropoutSeed) {
        accumulation.add(windows, observation, dropoutSeed);
    }

    @Override
    public List<MicroBatch> complete() {
        return accumulation.complete();
    }

    @Override
    public float[] array() {
        float[] held = array;
        if (held == null) {
            held = arrays.buffer();
            accumulation.read(held);
            array = held;
        }
        return held;
    }

    @Override
    public double[] squares(Optimizer optimizer, int micro) {
        return array == null
                ? new double[] {accumulation.square() / ((double) micro * micro)}
                : optimizer.squares(array, micro);
    }

    @Override
    public double[] squares(HeadGradients heads, int micro, int from, int to) {
        return array == null ? accumulation.squares(heads, micro) : heads.squares(array, micro, from, to);
    }

    @Override
    public void step(Optimizer optimizer, int micro, double norm, double rate) {
        if (array == null) {
            accumulation.step(optimizer, micro, norm, rate);
        } else {
            optimizer.step(array, micro, norm, rate);
        }
    }

    @Override
    public void clear() {
        if (array != null) {
            arrays.giveBack(array);
            array = null;
        }
    }

    @Override
    public void close() {
        accumulation.close();
    }
}
