package io.tauspark.model.torch;

import io.tauspark.memory.Laplacian;
import io.tauspark.model.HeadLaplacians;
import io.tauspark.model.ModelConfig;
import java.util.Arrays;
import java.util.Random;

/** Laplacians of random complete graphs. */
public final class RandomLaplacian {
    private RandomLaplacian() {}

    /** What the heads of a model see of the memory of a random complete graph, with as many features as the model is wide. */
    static HeadLaplacians heads(ModelConfig model, Random random) {
        int features = model.width();
        double[] dense = dense(features, random);
        int[] rows = new int[dense.length];
        int[] columns = new int[dense.length];
        Arrays.setAll(rows, i -> i / features);
        Arrays.setAll(columns, i -> i % features);
        return HeadLaplacians.of(Laplacian.of(features, rows, columns, dense), model);
    }

    /** Row-major [size, size], edge weights in (0, 1). */
    public static double[] dense(int size, Random random) {
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
