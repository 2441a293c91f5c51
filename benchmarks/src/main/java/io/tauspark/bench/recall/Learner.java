package io.tauspark.bench.recall;

import ai.djl.ndarray.NDManager;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.MicroBatch;
import io.tauspark.model.Seeds;
import io.tauspark.model.torch.Optimizer;
import io.tauspark.model.torch.TauGpt;
import io.tauspark.train.config.RateState;
import io.tauspark.train.config.TrainConfig;

/** A model and its optimizer on one thread, from its first parameters to its last step. */
final class Learner implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final TrainConfig config;
    private final TauGpt gpt;
    private final Optimizer optimizer;
    private final float[] sum;
    private final float[] gradient;
    private RateState rateState = RateState.START;
    private int steps;
    private long nanos;

    /** The source of a step's gradients. */
    interface GradientSource {
        /** Writes the gradient of one micro-batch of the step and returns its mean loss. */
        MicroBatch gradient(TauGpt gpt, int microBatch, float[] into);
    }

    Learner(TrainConfig config, HeadLaplacians laplacians, NDManager manager) {
        this.config = config;
        this.gpt = new TauGpt(config.model(), laplacians, manager);
        this.optimizer = new Optimizer(config.optimizer(), gpt);
        this.sum = new float[Math.toIntExact(gpt.layout().size())];
        this.gradient = new float[sum.length];
        gpt.initialise(Seeds.of(config.seed(), "model"));
    }

    TauGpt model() {
        return gpt;
    }

    /** Steps taken. */
    int steps() {
        return steps;
    }

    /** Tells the schedule of a scoring, which a plateau waits for; the loss may have any unit. */
    void scored(double loss) {
        rateState = config.rate().after(rateState, loss);
    }

    /** Tokens of the steps taken. */
    long tokens() {
        return steps * config.tokensPerStep();
    }

    /** Tokens per second in all steps so far, without what came between them. */
    double tokensPerSecond() {
        return tokens() * NANOS_PER_SECOND / Math.max(1, nanos);
    }

    /**
     * Takes one step.
     *
     * @throws IllegalStateException if the loss is no number any more
     */
    void step(GradientSource source) {
        long start = System.nanoTime();
        double loss = source.gradient(gpt, 0, sum).loss();
        int microBatches = config.batch().microBatches();
        for (int micro = 1; micro < microBatches; micro++) {
            loss += source.gradient(gpt, micro, gradient).loss();
            for (int i = 0; i < sum.length; i++) {
                sum[i] += gradient[i];
            }
        }
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException("the loss of step " + (steps + 1) + " is " + loss / microBatches);
        }
        optimizer.step(sum, microBatches, config.rate().at(steps, config.steps(), rateState));
        steps++;
        nanos += System.nanoTime() - start;
    }

    @Override
    public void close() {
        optimizer.close();
        gpt.close();
    }
}
