package io.tauspark.train;

import java.util.Arrays;

/**
 * How well a model predicts the validation set.
 *
 * @param loss mean over all targets, nats per token
 * @param error standard error of this mean, from how much windows differ; 0 of a single one
 */
record ValidationScore(double loss, double error) {

    /** From the summed losses of all windows, which have equally many targets. */
    static ValidationScore of(double[] sums, ValidationSet set) {
        double targets = set.targets() / (double) sums.length;
        double mean = Arrays.stream(sums).sum() / set.targets();
        double squares = Arrays.stream(sums)
                .map(sum -> sum / targets - mean)
                .map(difference -> difference * difference)
                .sum();
        return new ValidationScore(mean, sums.length < 2 ? 0 : Math.sqrt(squares / (sums.length - 1) / sums.length));
    }
}
