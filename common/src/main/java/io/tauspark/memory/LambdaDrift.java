package io.tauspark.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * The shift of λ of the documents, both memories' on one scale: their energies under the earlier τ.
 *
 * @param tau the earlier memory's
 * @param medianBefore median λ of the earlier memory's documents
 * @param medianAfter median λ of the later one's
 * @param largestShift largest difference of λ at the same part of the documents
 * @param meanShift mean of these differences, the Wasserstein distance of the two distributions
 * @param before λ at every percentile of the earlier memory's documents, from 0 to 100
 * @param after λ at every percentile of the later one's
 */
public record LambdaDrift(
        double tau,
        double medianBefore,
        double medianAfter,
        double largestShift,
        double meanShift,
        List<Double> before,
        List<Double> after) {
    private static final int PERCENT = 100;

    public LambdaDrift {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    static LambdaDrift between(EnergyDistribution before, EnergyDistribution after, double tau) {
        double[] from = before.lambdas(tau);
        double[] to = after.lambdas(tau);
        double largest = 0;
        double sum = 0;
        for (int k = 0; k < from.length; k++) {
            double shift = Math.abs(to[k] - from[k]);
            largest = Math.max(largest, shift);
            // The trapezoidal rule: the smallest and the largest stand for half a step each.
            sum += k == 0 || k == from.length - 1 ? shift / 2 : shift;
        }
        return new LambdaDrift(
                tau,
                before.lambdaQuantile(1.0 / 2, tau),
                after.lambdaQuantile(1.0 / 2, tau),
                largest,
                sum / (from.length - 1),
                percentiles(from),
                percentiles(to));
    }

    private static List<Double> percentiles(double[] lambdas) {
        List<Double> percentiles = new ArrayList<>();
        for (int k = 0; k < lambdas.length; k += (EnergyDistribution.POINTS - 1) / PERCENT) {
            percentiles.add(lambdas[k]);
        }
        return percentiles;
    }
}
