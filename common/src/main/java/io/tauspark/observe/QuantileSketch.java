package io.tauspark.observe;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The number of λ values in each of a fixed number of bins. Since the bins never move, sketches are merged by adding
 * counts: exactly, in any order and any number of parts.
 *
 * <p>Bins are equal intervals of the log-odds u = ln(λ / (1 − λ)). As λ = E / (E + τ), u is ln(E / τ) too, so the same
 * counts give quantiles of λ and, with the τ that they were counted under, of the energy E. Bin borders fall exactly on
 * ±ln 99, that is λ = 0.01 and 0.99, so the share of saturated values is a quotient of counts.
 *
 * <p>A quantile is found in the right bin, and within it by linear interpolation. Its errors, against the sorted values:
 *
 * <ul>
 *   <li>value: at most one bin, {@link #WIDTH} in u. That is at most 1.8 % of an energy, and λ(1 − λ) · 0.018 ≤ 0.0045
 *       of λ, if the value lies between the outermost borders, λ = 1e-6 and 1 − 1e-6. What lies beyond counts in the
 *       outermost bins and is told as a value in them.
 *   <li>rank: at most the share of the values in that bin, {@link #rankError}.
 * </ul>
 */
public final class QuantileSketch {
    /** λ below this is saturated. */
    public static final double SATURATED_LOW = 0.01;

    /** λ above this is saturated. */
    public static final double SATURATED_HIGH = 0.99;

    /** From λ = 1/2 to the border at which it saturates. */
    private static final int BINS_TO_SATURATION = 256;

    /** Multiple of that distance that the bins reach to either side. */
    private static final int REACH = 3;

    /** Number of bins. */
    public static final int BINS = 2 * REACH * BINS_TO_SATURATION;

    private static final double SATURATION = Math.log(SATURATED_HIGH / SATURATED_LOW);

    /** Width of a bin, in units of u. */
    public static final double WIDTH = SATURATION / BINS_TO_SATURATION;

    private static final int MIDDLE = BINS / 2;
    private static final double LEAST = -REACH * SATURATION;

    /** Halvings of an interval of u that leave less than rounding does. */
    private static final int HALVINGS = 60;

    /** Number of values below each border. */
    private final long[] below = new long[BINS + 1];

    private QuantileSketch(long[] counts, int start) {
        for (int bin = 0; bin < BINS; bin++) {
            long count = counts[start + bin];
            if (count < 0) {
                throw new IllegalArgumentException("bin " + bin + " holds " + count + " values");
            }
            below[bin + 1] = Math.addExact(below[bin], count);
        }
    }

    /**
     * A sketch of counts that were made elsewhere.
     *
     * @param start of the {@link #BINS} counts
     */
    public static QuantileSketch of(long[] counts, int start) {
        return new QuantileSketch(counts, start);
    }

    /** A sketch of values of u; infinite ones count in the outermost bins. */
    public static QuantileSketch ofLogOdds(double... values) {
        long[] counts = new long[BINS];
        for (double value : values) {
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("a value is NaN");
            }
            counts[(int) Math.min(BINS - 1, Math.max(0, Math.floor(value / WIDTH) + MIDDLE))]++;
        }
        return of(counts, 0);
    }

    /** All values of all sketches; empty of none. */
    public static QuantileSketch merged(Collection<QuantileSketch> parts) {
        long[] sum = new long[BINS];
        for (QuantileSketch part : parts) {
            Arrays.setAll(sum, bin -> Math.addExact(sum[bin], part.count(bin)));
        }
        return of(sum, 0);
    }

    /** A copy of the counts, by bin. */
    public long[] counts() {
        long[] counts = new long[BINS];
        Arrays.setAll(counts, this::count);
        return counts;
    }

    /** Number of values. */
    public long count() {
        return below[BINS];
    }

    /**
     * The value that a share of all values does not exceed.
     *
     * @param share above 0, at most 1
     * @return λ; NaN of an empty sketch
     */
    public double lambda(double share) {
        return 1 / (1 + Math.exp(-logOdds(share)));
    }

    /** The same of u = ln(E / τ). */
    public double logOdds(double share) {
        if (count() == 0) {
            return Double.NaN;
        }
        int bin = binOf(share);
        return LEAST + (bin + (share * count() - below[bin]) / count(bin)) * WIDTH;
    }

    /** The error that the rank of a quantile may have: the share of the values that are in its bin. */
    public double rankError(double share) {
        return count() == 0 ? 0 : count(binOf(share)) / (double) count();
    }

    /** The share of λ below {@link #SATURATED_LOW} or above {@link #SATURATED_HIGH}; NaN of an empty sketch. */
    public double saturated() {
        long inside = below[MIDDLE + BINS_TO_SATURATION] - below[MIDDLE - BINS_TO_SATURATION];
        return (count() - inside) / (double) count();
    }

    /**
     * Values that share a τ.
     *
     * @param tau which the energies were divided by
     */
    public record Energies(QuantileSketch sketch, double tau) {
        public Energies {
            if (!(tau > 0)) {
                throw new IllegalArgumentException("tau = " + tau + " must be positive");
            }
        }
    }

    /**
     * The energy that a share of all values does not exceed, of values under several τ together. Its error is at most one
     * bin, as that of a single sketch: no value is taken to be farther from where it is.
     *
     * @param share above 0, at most 1
     * @return NaN if there are no values
     */
    public static double energy(List<Energies> parts, double share) {
        requireShare(share);
        long total = parts.stream().mapToLong(part -> part.sketch.count()).sum();
        if (total == 0) {
            return Double.NaN;
        }
        if (parts.size() == 1) {
            return parts.get(0).tau * Math.exp(parts.get(0).sketch.logOdds(share));
        }
        double[] shifts = parts.stream().mapToDouble(part -> Math.log(part.tau)).toArray();
        double low = LEAST + Arrays.stream(shifts).min().orElseThrow();
        double high = -LEAST + Arrays.stream(shifts).max().orElseThrow();
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double found = 0;
            for (int part = 0; part < shifts.length; part++) {
                found += parts.get(part).sketch.valuesBelow(middle - shifts[part]);
            }
            if (found < share * total) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp(high);
    }

    /** The number of values below one, in the sense of the interpolation. */
    private double valuesBelow(double logOdds) {
        double place = (logOdds - LEAST) / WIDTH;
        int bin = (int) Math.max(0, Math.min(BINS - 1, Math.floor(place)));
        return below[bin] + Math.max(0, Math.min(1, place - bin)) * count(bin);
    }

    private long count(int bin) {
        return below[bin + 1] - below[bin];
    }

    /** The first bin up to whose end there is this share of the values; it is not empty. */
    private int binOf(double share) {
        requireShare(share);
        double rank = share * count();
        int bin = 0;
        while (below[bin + 1] < rank) {
            bin++;
        }
        return bin;
    }

    private static void requireShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share " + share + " must be above 0 and at most 1");
        }
    }
}
