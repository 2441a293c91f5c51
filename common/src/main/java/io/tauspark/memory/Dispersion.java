package io.tauspark.memory;

/**
 * The unevenness with which a vector's energy is spread over the edges of a graph: the sum of squared shares of all
 * edges, both directions of an edge counted, so that one edge with all of the energy gives 1/2.
 *
 * <p>Source: arrowspace 0.24, {@code taumode.rs}, where it is called G and mixed into λ.
 */
public final class Dispersion {
    private static final double NOTHING = 1e-12;
    private static final double SMALLEST_COORDINATE = 1e-10;

    private Dispersion() {}

    /**
     * The dispersion of a vector, in [0, 1]; 0 where no edge has any energy. Costs two passes over the stored entries.
     */
    public static double of(Laplacian laplacian, double[] x) {
        double[] total = new double[1];
        laplacian.forEach((row, column, value) -> total[0] += energy(row, column, value, x));
        if (total[0] <= NOTHING) {
            return 0;
        }
        double[] squares = new double[1];
        laplacian.forEach((row, column, value) -> {
            double share = energy(row, column, value, x) / total[0];
            squares[0] += share * share;
        });
        return Math.min(1, squares[0]);
    }

    /**
     * arrowspace's synthetic λ of a vector, τ E / (E + τ) + (1 − τ) G. Its τ is scale and weight at once; above 1 it
     * gives the dispersion a negative weight.
     */
    public static double lambda(Laplacian laplacian, double[] x, double energy, double tau) {
        for (double coordinate : x) {
            if (Math.abs(coordinate) > SMALLEST_COORDINATE) {
                return tau * Taumode.lambda(energy, tau) + (1 - tau) * of(laplacian, x);
            }
        }
        return 0;
    }

    private static double energy(int row, int column, double value, double[] x) {
        double difference = x[row] - x[column];
        return row == column ? 0 : Math.max(0, -value) * difference * difference;
    }
}
