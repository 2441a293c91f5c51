package io.tauspark.generate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Draws token after token from logits.
 *
 * <p>Sources: the penalty is that of Keskar et al., CTRL, 2019; top-k of Fan et al. 2018; top-p, the nucleus, of Holtzman et
 * al. 2020; min-p of Nguyen et al. 2024.
 */
public final class Sampler {
    private final Sampling sampling;
    private final Random random;
    private final BitSet repeated = new BitSet();

    public Sampler(Sampling sampling) {
        this.sampling = sampling;
        this.random = new Random(sampling.seed());
    }

    /** Tells of a token that the text has, which the penalty then falls on. */
    void saw(int id) {
        repeated.set(id);
    }

    /** The id of the next token from logits over the vocabulary, [V]. */
    int next(float[] logits) {
        float[] penalised = penalised(logits);
        int likeliest = likeliest(penalised);
        if (sampling.temperature() == 0) {
            return likeliest;
        }
        double[] weights = weights(penalised, penalised[likeliest]);
        double mark = random.nextDouble() * Arrays.stream(weights).sum();
        for (int id = 0; id < weights.length; id++) {
            mark -= weights[id];
            if (mark < 0 && weights[id] > 0) {
                return id;
            }
        }
        return likeliest;
    }

    private float[] penalised(float[] logits) {
        if (sampling.repetitionPenalty() == 1) {
            return logits;
        }
        float penalty = (float) sampling.repetitionPenalty();
        float[] result = logits.clone();
        repeated.stream()
                .filter(id -> id < result.length)
                .forEach(id -> result[id] = result[id] > 0 ? result[id] / penalty : result[id] * penalty);
        return result;
    }

    private static int likeliest(float[] logits) {
        int likeliest = 0;
        for (int id = 1; id < logits.length; id++) {
            likeliest = logits[id] > logits[likeliest] ? id : likeliest;
        }
        return likeliest;
    }

    /** Probabilities as shares of the likeliest token's, 0 for tokens that are left out. */
    private double[] weights(float[] logits, float largest) {
        double least = threshold(logits);
        double[] weights = new double[logits.length];
        for (int id = 0; id < logits.length; id++) {
            double weight = logits[id] >= least ? Math.exp((logits[id] - largest) / sampling.temperature()) : 0;
            weights[id] = weight >= sampling.minP() ? weight : 0;
        }
        leaveTail(weights);
        return weights;
    }

    private double threshold(float[] logits) {
        if (sampling.topK() == 0 || sampling.topK() >= logits.length) {
            return Double.NEGATIVE_INFINITY;
        }
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - sampling.topK()];
    }

    /** Leaves out what follows on the likeliest tokens that have the probability of top-p; of equals the lower id goes first. */
    private void leaveTail(double[] weights) {
        if (sampling.topP() == 1) {
            return;
        }
        double enough = sampling.topP() * Arrays.stream(weights).sum();
        int[] order = IntStream.range(0, weights.length)
                .filter(id -> weights[id] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -weights[id]))
                .mapToInt(Integer::intValue)
                .toArray();
        double together = 0;
        for (int id : order) {
            if (together >= enough) {
                weights[id] = 0;
            } else {
                together += weights[id];
            }
        }
    }
}
