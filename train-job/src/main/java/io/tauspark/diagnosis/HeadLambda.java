package io.tauspark.diagnosis;

import io.tauspark.run.TrainingLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * λ of one head in a line of {@code metrics.jsonl}.
 *
 * @param layer its layer
 * @param head its number among the heads of the layer that the line lists
 * @param p05 λ that one of twenty tokens lies below
 * @param p50 the median
 * @param p95 λ that one of twenty tokens lies above
 * @param temperature of its softmax
 * @param tau that turns energies into λ
 */
record HeadLambda(int layer, int head, double p05, double p50, double p95, double temperature, double tau) {
    /** Closer to 0 or 1 than any bin or sketch tells apart. */
    private static final double LEAST = 1e-6;

    /** The heads of a training line that have λ; models without λ have none. */
    static List<HeadLambda> of(TrainingLine line) {
        List<HeadLambda> heads = new ArrayList<>();
        for (TrainingLine.Layer layer : line.layers()) {
            int number = 0;
            for (TrainingLine.Head head : layer.heads()) {
                TrainingLine.Quantiles lambda = head.lambda();
                if (lambda != null && lambda.p50() != null && head.tau() != null) {
                    heads.add(new HeadLambda(
                            layer.number(),
                            number,
                            known(lambda.p05()),
                            lambda.p50(),
                            known(lambda.p95()),
                            known(head.temperature()),
                            head.tau()));
                }
                number++;
            }
        }
        return heads;
    }

    double spread() {
        return p95 - p05;
    }

    /** ln of the energy of the token at p95 over that at p05, which τ has no part in. */
    double energyRatio() {
        return Math.log(energy(p95) / energy(p05));
    }

    /** The spread that there would be if the energies met another τ. */
    double spreadAt(double other) {
        return lambda(energy(p95), other) - lambda(energy(p05), other);
    }

    /** The median that there would be if the energies met another τ. */
    double medianAt(double other) {
        return lambda(energy(p50), other);
    }

    /** λ = E / (E + τ) solved for E; its quantiles are those of λ, since one rises with the other. */
    private double energy(double lambda) {
        // Quantiles come from a sketch, and may say 0 or 1 where λ is close to them.
        double inside = Math.min(Math.max(lambda, LEAST), 1 - LEAST);
        return tau * inside / (1 - inside);
    }

    private static double known(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static double lambda(double energy, double tau) {
        return energy / (energy + tau);
    }
}
