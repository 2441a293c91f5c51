package io.tauspark.bench.speed;

import io.tauspark.memory.Laplacian;
import java.util.Random;

/**
 * The Laplacian of a random graph. What a step costs depends on the number of features, not on what they mean, so a
 * benchmark needs no domain memory.
 */
public final class RandomMemory {
    /** Edges that each feature draws, as many as a feature graph keeps neighbours by default. */
    private static final int DRAWN_EDGES = 16;

    private RandomMemory() {}

    /** A connected graph of {@code features}: a ring with random chords, edge weights in (0, 1]. */
    public static Laplacian laplacian(int features, long seed) {
        Random random = new Random(seed);
        int edges = features * (1 + DRAWN_EDGES);
        int[] rows = new int[4 * edges];
        int[] columns = new int[4 * edges];
        double[] values = new double[4 * edges];
        for (int edge = 0; edge < edges; edge++) {
            int from = edge % features;
            int step = edge < features ? 1 : 1 + random.nextInt(features - 1);
            int to = (from + step) % features;
            double weight = 1 - random.nextDouble();
            int[] ends = {from, to};
            for (int k = 0; k < 4; k++) {
                rows[4 * edge + k] = ends[k / 2];
                columns[4 * edge + k] = ends[k % 2];
                values[4 * edge + k] = k / 2 == k % 2 ? weight : -weight;
            }
        }
        return Laplacian.of(features, rows, columns, values);
    }
}
