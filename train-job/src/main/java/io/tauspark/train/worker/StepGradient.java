package io.tauspark.train.worker;

import io.tauspark.model.MicroBatch;
import io.tauspark.model.Observation;
import io.tauspark.model.torch.HeadGradients;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.train.config.ComputeConfig.SumPlace;
import java.util.List;

/**
 * The sum of the gradients of one worker's micro-batches of a step, and the step that follows its mean. A sum lives from the
 * first {@link #add} to {@link #clear}.
 */
public interface StepGradient extends AutoCloseable {
    /**
     * A sum at a place.
     *
     * @param arrays the sum on the heap, or the source of arrays for what comes there from elsewhere
     */
    static StepGradient at(SumPlace place, TauGpt gpt, GradientSum arrays) {
        return place == SumPlace.DEVICE ? new DeviceGradient(gpt, arrays) : new HeapGradient(gpt, arrays);
    }

    /** Adds the gradient of a micro-batch, see {@link TauGpt#gradient}. */
    void add(int[][] windows, Observation observation, long dropoutSeed);

    /** What the micro-batches told, in order, once all of them are added. */
    List<MicroBatch> complete();

    /**
     * The sum as an array, which may be changed: what follows goes by it then. The same array until {@link #clear}.
     */
    float[] array();

    /** {@link Optimizer#squares} of the mean over a number of micro-batches, in the range of the optimizer. */
    double[] squares(Optimizer optimizer, int micro);

    /** {@link HeadGradients#squares} of the same, in a range of the parameters. */
    double[] squares(HeadGradients heads, int micro, int from, int to);

    /** Takes the step that follows the mean. */
    void step(Optimizer optimizer, int micro, double norm, double rate);

    /** Forgets the sum and keeps its memory. */
    void clear();

    @Override
    void close();
}
