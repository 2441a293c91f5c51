package io.tauspark.generate;

import java.util.Arrays;
import java.util.Random;

/** Draws token after token from logits. */
public final class Sampler {
    private final Sampling sampling;
    private final Random random;

    public Sampler(Sampling sampling) {
        this.sampling = sampling;
        this.random = new Random(sampling.seed());
    }

    /** The id of the next token from logits over the vocabulary, [V]. */
    int next(float[] logits) {
        int likeliest = 0;
        for (int id = 1; id < logits.length; id++) {
            likeliest = logits[id] > logits[likeliest] ? id : likeliest;
        }
        if (sampling.temperature() == 0) {
            return likeliest;
        }
        double least = threshold(logits);
        double[] weights = new double[logits.length];
        double total = 0;
        for (int id = 0; id < logits.length; id++) {
            if (logits[id] >= least) {
                weights[id] = Math.exp((logits[id] - logits[likeliest]) / sampling.temperature());
                total += weights[id];
            }
        }
        double mark = random.nextDouble() * total;
        for (int id = 0; id < logits.length; id++) {
            mark -= weights[id];
            if (mark < 0 && weights[id] > 0) {
                return id;
            }
        }
        return likeliest;
    }

    private double threshold(float[] logits) {
        if (sampling.topK() == 0 || sampling.topK() >= logits.length) {
            return Double.NEGATIVE_INFINITY;
        }
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - sampling.topK()];
    }
}
