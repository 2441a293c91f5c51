package io.tauspark.decode;

import java.util.ArrayList;
import java.util.List;

/**
 * The values of tokens by number, each with a one behind them for its weight. The values of a token never change, so copies share
 * them.
 */
final class TokenValues {
    private final int width;
    private final List<double[]> values;

    TokenValues(int width) {
        this(width, new ArrayList<>());
    }

    private TokenValues(int width, List<double[]> values) {
        this.width = width;
        this.values = values;
    }

    int tokens() {
        return values.size();
    }

    void add(float[] from, int at) {
        values.add(widened(from, at, width));
    }

    /** Values in double precision, and a one behind them. */
    static double[] widened(float[] from, int at, int width) {
        double[] wide = new double[width + 1];
        for (int i = 0; i < width; i++) {
            wide[i] = from[at + i];
        }
        wide[width] = 1;
        return wide;
    }

    /** Adds the values of a token to a row of sums, with a weight given by its log. */
    void addTo(WeightedSums sums, int row, double log, int token) {
        sums.add(row, log, 1, values.get(token));
    }

    /** Writes the values in single precision, which they came in. */
    void save(StateTensors to, String name) {
        float[][] rows = new float[tokens()][width];
        for (int token = 0; token < rows.length; token++) {
            for (int i = 0; i < width; i++) {
                rows[token][i] = (float) values.get(token)[i];
            }
        }
        to.put(name, width, rows);
    }

    /** Holds the values that were written, and no others. */
    void load(StateTensors from, String name) {
        values.clear();
        for (float[] row : from.floats(name, StateTensors.ANY, width)) {
            add(row, 0);
        }
    }

    long bytes() {
        return values.size() * (WeightedSums.HEADER + (long) Double.BYTES * (width + 1));
    }

    TokenValues copy() {
        return new TokenValues(width, new ArrayList<>(values));
    }
}
