package io.tauspark.graph;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Johnson–Lindenstrauss projection with normal entries, y_b = r^(−1/2) Σ_a x_a g_ab: distances survive it up to a
 * small distortion. The same seed gives the same matrix.
 *
 * <p>arrowspace draws its matrix from another generator, so its projected memories differ from these number by number.
 */
public final class RandomProjection implements Serializable {
    private static final long serialVersionUID = 1L;

    /** arrowspace projects nothing narrower. */
    private static final int NARROW = 64;

    private static final int FEWEST = 32;
    private static final double CONSTANT = 8;

    private final int from;
    private final int to;
    private final double[] matrix;

    /**
     * Draws the matrix.
     *
     * @param from features before
     * @param to features after
     */
    public RandomProjection(int from, int to, long seed) {
        this.from = from;
        this.to = to;
        SplittableRandom random = new SplittableRandom(seed);
        matrix = new double[from * to];
        double scale = 1 / Math.sqrt(to);
        for (int k = 0; k < matrix.length; k++) {
            matrix[k] = scale * random.nextGaussian();
        }
    }

    /**
     * The projection that arrowspace would choose, or nothing where it would not project: where features are few
     * already, or would not be more than the centroids.
     */
    static Optional<RandomProjection> of(int features, int centroids, double distortion, long seed) {
        int enough = (int) Math.max(FEWEST, Math.ceil(CONSTANT * Math.log(centroids) / (distortion * distortion)));
        int kept = Math.min(enough, features / 2);
        return features > NARROW && kept > centroids
                ? Optional.of(new RandomProjection(features, kept, seed))
                : Optional.empty();
    }

    /** Features before. */
    public int from() {
        return from;
    }

    /** Features after. */
    public int features() {
        return to;
    }

    /** The projected vector. */
    public double[] apply(double[] x) {
        if (x.length != from) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "vector has %d features, must have %d", x.length, from));
        }
        double[] y = new double[to];
        for (int a = 0; a < from; a++) {
            for (int b = 0; b < to; b++) {
                y[b] += x[a] * matrix[a * to + b];
            }
        }
        return y;
    }
}
