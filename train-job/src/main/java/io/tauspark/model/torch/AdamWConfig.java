package io.tauspark.model.torch;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * The optimizer's constants.
 *
 * @param beta1 decay of the first moment per step, in [0, 1)
 * @param beta2 decay of the second moment per step, in [0, 1)
 * @param epsilon added to the root of the second moment
 * @param weightDecay share of a matrix that decays per step and unit of learning rate
 * @param clip largest norm of the mean gradient; a longer one is shortened to it
 * @param scalarRate learning rate of temperatures and key-weight biases, as a multiple
 */
public record AdamWConfig(
        double beta1, double beta2, double epsilon, double weightDecay, double clip, double scalarRate)
        implements Serializable {

    public AdamWConfig {
        new Problems()
                .check(beta1 >= 0 && beta1 < 1, "beta1", beta1, "must lie in [0, 1)")
                .check(beta2 >= 0 && beta2 < 1, "beta2", beta2, "must lie in [0, 1)")
                .check(epsilon > 0, "epsilon", epsilon, "must be positive")
                .check(weightDecay >= 0, "weight-decay", weightDecay, "must not be negative")
                .check(clip > 0, "clip", clip, "must be positive")
                .check(scalarRate > 0, "scalar-rate", scalarRate, "must be positive")
                .throwIfAny();
    }
}
