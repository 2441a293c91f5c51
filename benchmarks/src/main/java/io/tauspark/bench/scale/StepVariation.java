package io.tauspark.bench.scale;

import java.util.SplittableRandom;

/** Random factors of step times: log-normal with mean 1, so that slow steps lie further out than fast ones. */
final class StepVariation {
    private final SplittableRandom random;
    private final double sigma;

    /** @param variation standard deviation of the factors, over their mean of 1 */
    StepVariation(double variation, long seed) {
        this.random = new SplittableRandom(seed);
        this.sigma = Math.sqrt(Math.log1p(variation * variation));
    }

    double factor() {
        return Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
    }
}
