package io.tauspark.train.worker;

import io.tauspark.model.MicroBatch;
import io.tauspark.model.Observation;
import io.tauspark.model.torch.HeadGradients;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.model.torch.TauGpt;
import java.util.ArrayList;
import java.util.List;

/** Gradients that are added up in a tree on the heap, so that the sum does not depend on how workers share them. */
final class HeapGradient implements StepGradient {
    private final TauGpt gpt;
    private final GradientSum sum;
    private final List<MicroBatch> results = new ArrayList<>();

    HeapGradient(TauGpt gpt, GradientSum sum) {
        this.gpt = gpt;
        this.sum = sum;
    }

    @Override
    public void add(int[][] windows, Observation observation, long dropoutSeed) {
        float[] gradient = sum.buffer();
        results.add(gpt.gradient(windows, gradient, observation, dropoutSeed));
        sum.add(gradient);
    }

    @Override
    public List<MicroBatch> complete() {
        List<MicroBatch> all = List.copyOf(results);
        results.clear();
        return all;
    }

    @Override
    public float[] array() {
        return sum.total();
    }

    @Override
    public double[] squares(Optimizer optimizer, int micro) {
        return optimizer.squares(array(), micro);
    }

    @Override
    public double[] squares(HeadGradients heads, int micro, int from, int to) {
        return heads.squares(array(), micro, from, to);
    }

    @Override
    public void step(Optimizer optimizer, int micro, double norm, double rate) {
        optimizer.step(array(), micro, norm, rate);
    }

    @Override
    public void clear() {
        sum.reset();
    }

    @Override
    public void close() {}
}
