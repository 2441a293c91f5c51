package io.tauspark.memory;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The bounded form of an energy, λ = E / (E + τ), which lies in [0, 1) and is one half where E = τ.
 *
 * <p>Source: Moriondo, arrowspace (JOSS 09002). There τ comes from a vector's own coordinates; here it is the median
 * of the energies of many vectors, one scalar for all of them.
 */
public final class Taumode {
    /** Smallest τ, so that λ is defined when all energies are zero. */
    public static final double FLOOR = 1e-10;

    /** The number that tauformer adds to the squared norm of a vector under the energy. */
    public static final double EPSILON = 1e-6;

    private Taumode() {}

    /** λ of an energy; both are at least 0. */
    public static double lambda(double energy, double tau) {
        return energy / (energy + Math.max(tau, FLOOR));
    }

    /** The median of the finite values, of an even number the mean of the middle two, and never below the floor. */
    public static double median(double... values) {
        double[] finite = finite(values);
        if (finite.length == 0) {
            return FLOOR;
        }
        double lower = finite[(finite.length - 1) / 2];
        double upper = finite[finite.length / 2];
        return Math.max((lower + upper) / 2, FLOOR);
    }

    /** The mean of the finite values, and never below the floor. */
    public static double mean(double... values) {
        OptionalDouble mean = Arrays.stream(finite(values)).average();
        return Math.max(mean.orElse(FLOOR), FLOOR);
    }

    /** The finite value of rank round((n − 1) · part), and never below the floor. */
    public static double percentile(double part, double... values) {
        double[] finite = finite(values);
        return finite.length == 0 ? FLOOR : Math.max(finite[(int) Math.round((finite.length - 1) * part)], FLOOR);
    }

    private static double[] finite(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    }
}
