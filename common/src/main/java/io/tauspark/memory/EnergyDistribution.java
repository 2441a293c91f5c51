package io.tauspark.memory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The distribution of the energies of many documents, small enough to keep with a release.
 *
 * @param count how many documents there are, at least one
 * @param orderStatistics 1,001 of their energies, ascending: the one of rank round(k / 1000 · (count − 1)) at k, so the
 *     smallest comes first and the largest last; with fewer documents some stand more than once
 */
public record EnergyDistribution(long count, List<Double> orderStatistics) {
    /** A step of one thousandth, so that every percentile is one of them. */
    public static final int POINTS = 1001;

    public EnergyDistribution {
        orderStatistics = List.copyOf(orderStatistics);
        if (count < 1) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "distribution of %d energies, needs at least one", count));
        }
        if (orderStatistics.size() != POINTS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "distribution has %d order statistics, needs %d", orderStatistics.size(), POINTS));
        }
        double previous = 0;
        for (double energy : orderStatistics) {
            if (!(energy >= previous) || Double.isInfinite(energy)) {
                throw new IllegalArgumentException(
                        "order statistic %s follows %s, must be finite and no smaller".formatted(energy, previous));
            }
            previous = energy;
        }
    }

    public static EnergyDistribution of(long count, double[] orderStatistics) {
        return new EnergyDistribution(
                count, Arrays.stream(orderStatistics).boxed().toList());
    }

    /** The rank, from 0, of order statistic k among so many documents. */
    public static long rank(int k, long count) {
        return Math.round((double) k / (POINTS - 1) * (count - 1));
    }

    /** The energy that a part p of the documents does not exceed, linear between order statistics; p in [0, 1]. */
    public double quantile(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("quantile at %s, must lie in [0, 1]".formatted(p));
        }
        double place = p * (POINTS - 1);
        // 0.95 · 1000 is not quite 950: a percentile is the order statistic itself.
        long nearest = Math.round(place);
        if (Math.abs(place - nearest) < LaplacianHealth.TOLERANCE) {
            return orderStatistics.get((int) nearest);
        }
        int below = (int) place;
        double energy = orderStatistics.get(below);
        return energy + (place - below) * (orderStatistics.get(below + 1) - energy);
    }

    /** The λ that a part p of the documents does not exceed; λ rises with the energy, whatever τ. */
    public double lambdaQuantile(double p, double tau) {
        return Taumode.lambda(quantile(p), tau);
    }

    /** The histogram of the energies, from the smallest to the largest. */
    public Histogram energies(int bins) {
        return Histogram.of(
                orderStatistics.stream().mapToDouble(Double::doubleValue).toArray(), bins);
    }

    /** The histogram of λ under a τ, from the smallest to the largest. */
    public Histogram lambdas(double tau, int bins) {
        return Histogram.of(lambdas(tau), bins);
    }

    /** λ under a τ of every order statistic. */
    double[] lambdas(double tau) {
        return orderStatistics.stream()
                .mapToDouble(energy -> Taumode.lambda(energy, tau))
                .toArray();
    }
}
