package io.tauspark.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

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

    /** The heads of a training line that have λ; lines of validation, and of models without λ, have none. */
    static List<HeadLambda> of(JsonNode line) {
        List<HeadLambda> heads = new ArrayList<>();
        for (JsonNode layer : line.path("layers")) {
            int number = 0;
            for (JsonNode head : layer.path("heads")) {
                JsonNode lambda = head.path("lambda");
                if (lambda.path("p50").isNumber() && head.path("tau").isNumber()) {
                    heads.add(new HeadLambda(
                            layer.path("layer").asInt(),
                            number,
                            lambda.path("p05").asDouble(),
                            lambda.path("p50").asDouble(),
                            lambda.path("p95").asDouble(),
                            head.path("temperature").asDouble(),
                            head.path("tau").asDouble()));
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

    /** What the spread would be if the energies met another τ. */
    double spreadAt(double other) {
        return lambda(energy(p95), other) - lambda(energy(p05), other);
    }

    /** What the median would be if the energies met another τ. */
    double medianAt(double other) {
        return lambda(energy(p50), other);
    }

    /** λ = E / (E + τ) solved for E; its quantiles are those of λ, since one rises with the other. */
    private double energy(double lambda) {
        // Quantiles come from a sketch, and may say 0 or 1 where λ is close to them.
        double inside = Math.min(Math.max(lambda, LEAST), 1 - LEAST);
        return tau * inside / (1 - inside);
    }

    private static double lambda(double energy, double tau) {
        return energy / (energy + tau);
    }
}
