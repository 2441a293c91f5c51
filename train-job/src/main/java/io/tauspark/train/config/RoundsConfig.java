package io.tauspark.train.config;

import io.tauspark.config.Problems;
import java.io.Serializable;

/**
 * Training in rounds: each worker takes a number of steps on its own, then the mean of their changes is the gradient of
 * an outer step with Nesterov momentum. A rate of 1 and a momentum of 0 are plain averaging. Source: Douillard et al.,
 * DiLoCo: Distributed Low-Communication Training of Language Models, 2023.
 *
 * @param steps of a worker in one round
 * @param outerRate learning rate of the outer step
 * @param outerMomentum its momentum
 */
public record RoundsConfig(int steps, double outerRate, double outerMomentum) implements Serializable {

    public RoundsConfig {
        new Problems()
                .check(steps >= 1, "steps", steps, "must be at least 1")
                .check(outerRate > 0 && outerRate <= 2, "outer-rate", outerRate, "must lie in (0, 2]")
                .check(outerMomentum >= 0 && outerMomentum < 1, "outer-momentum", outerMomentum, "must lie in [0, 1)")
                .throwIfAny();
    }
}
