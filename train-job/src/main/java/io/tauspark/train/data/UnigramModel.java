package io.tauspark.train.data;

/**
 * The simplest model of a corpus: each token by its frequency in the training data, plus one. What a trained model
 * must beat to have learnt anything from context.
 */
public final class UnigramModel {
    private final double[] losses;

    /** A model from the number of times that each token occurs. */
    public UnigramModel(long[] counts) {
        double total = 0;
        for (long count : counts) {
            total += count + 1;
        }
        losses = new double[counts.length];
        for (int id = 0; id < counts.length; id++) {
            losses[id] = -Math.log((counts[id] + 1) / total);
        }
    }

    /** Loss of every token but the first of each window, nats. */
    public double[][] losses(int[][] windows) {
        double[][] result = new double[windows.length][];
        for (int i = 0; i < windows.length; i++) {
            result[i] = new double[windows[i].length - 1];
            for (int t = 0; t < result[i].length; t++) {
                result[i][t] = losses[windows[i][t + 1]];
            }
        }
        return result;
    }
}
