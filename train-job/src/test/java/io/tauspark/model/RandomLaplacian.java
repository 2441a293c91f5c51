package io.tauspark.model;

import java.util.Random;

/** Laplacians of random complete graphs. */
final class RandomLaplacian {
    private RandomLaplacian() {}

    /** Row-major [size, size], edge weights in (0, 1). */
    static double[] dense(int size, Random random) {
        double[] laplacian = new double[size * size];
        for (int i = 0; i < size; i++) {
            for (int j = i + 1; j < size; j++) {
                double weight = random.nextDouble();
                laplacian[i * size + j] = -weight;
                laplacian[j * size + i] = -weight;
                laplacian[i * size + i] += weight;
                laplacian[j * size + j] += weight;
            }
        }
        return laplacian;
    }
}
