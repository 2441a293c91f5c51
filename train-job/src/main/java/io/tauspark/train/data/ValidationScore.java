package io.tauspark.train.data;

import java.util.Arrays;

/**
 * The score of a model on the validation set.
 *
 * @param loss mean over all targets, nats per token
 * @param error standard error of this mean, from how much windows differ; 0 of a single one
 */
public record ValidationScore(double loss, double error) {

    /** The score from the summed losses of all windows, which have equally many targets. */
    public static ValidationScore of(double[] sums, ValidationSet set) {
        double targets = set.targets() / (double) sums.length;
        double mean = Arrays.stream(sums).sum() / set.targets();
        double squares = Arrays.stream(sums)
                .map(sum -> sum / targets - mean)
                .map(difference -> difference * difference)
                .sum();
        return new ValidationScore(mean, sums.length < 2 ? 0 : Math.sqrt(squares / (sums.length - 1) / sums.length));
    }
}
