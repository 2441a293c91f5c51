package io.tauspark.train.rounds;

import io.tauspark.train.config.RoundsConfig;

/**
 * The step that a round ends with: gradient descent with Nesterov momentum, whose gradient g is the mean of what the
 * workers' weights have changed by. With learning rate η and momentum μ: m ← μ m + g, w ← w − η (g + μ m). η = 1 and
 * μ = 0 put the mean of the workers' weights in the place of w.
 *
 * <p>Source: Douillard et al., DiLoCo: Distributed Low-Communication Training of Language Models, 2023, algorithm 1,
 * with the momentum of PyTorch's SGD. Values are of single precision, each computed in double precision.
 */
final class OuterStep {
    private final double rate;
    private final double momentum;

    OuterStep(RoundsConfig config) {
        this.rate = config.outerRate();
        this.momentum = config.outerMomentum();
    }

    /**
     * Takes the step.
     *
     * @param weights at the start of the round; not modified
     * @param delta sum of the workers' changes, start less end; not modified
     * @param workers number of workers in the sum
     * @param velocity m; modified
     * @return the new weights
     */
    float[] take(float[] weights, float[] delta, int workers, float[] velocity) {
        float[] after = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            double gradient = (double) delta[i] / workers;
            double moved = momentum * velocity[i] + gradient;
            velocity[i] = (float) moved;
            after[i] = (float) (weights[i] - rate * (gradient + momentum * moved));
        }
        return after;
    }

    /** The mean of what workers have summed. */
    static float[] mean(float[] sum, int workers) {
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) ((double) sum[i] / workers);
        }
        return mean;
    }
}
