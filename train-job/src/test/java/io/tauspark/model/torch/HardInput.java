package io.tauspark.model.torch;

import java.util.Arrays;
import java.util.Random;

/** λ of queries and keys on which fast kernels go wrong first. */
enum HardInput {
    UNIFORM,
    EQUAL,
    TWO_CLUSTERS,
    TWO_LOOSE_CLUSTERS,
    SORTED,
    REVERSED,
    /** Keys equal to queries, drawn from 16 values, some of them points of a grid. */
    TIES,
    /** Every key as far from every query as λ allows. */
    FAR;

    /** Queries and keys. */
    double[][] make(int length, Random random) {
        return switch (this) {
            case UNIFORM ->
                pair(random.doubles(length).toArray(), random.doubles(length).toArray());
            case EQUAL -> pair(filled(length, 0.3), filled(length, 0.3));
            case TWO_CLUSTERS -> pair(clusters(length, random, 0), clusters(length, random, 0));
            case TWO_LOOSE_CLUSTERS -> pair(clusters(length, random, 0.01), clusters(length, random, 0.01));
            case SORTED -> pair(sorted(length, random, 1), sorted(length, random, 1));
            case REVERSED -> pair(sorted(length, random, -1), sorted(length, random, -1));
            case TIES -> {
                double[] values =
                        random.ints(length, 0, 16).mapToDouble(i -> i / 16.0).toArray();
                yield pair(values, values);
            }
            case FAR -> pair(filled(length, 0), filled(length, 0.999));
        };
    }

    private static double[][] pair(double[] queries, double[] keys) {
        return new double[][] {queries, keys};
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] clusters(int length, Random random, double spread) {
        return random.ints(length, 0, 2)
                .mapToDouble(side -> 0.2 + 0.6 * side + spread * random.nextDouble())
                .toArray();
    }

    private static double[] sorted(int length, Random random, int direction) {
        double[] values = random.doubles(length).sorted().toArray();
        double[] result = new double[length];
        for (int i = 0; i < length; i++) {
            result[i] = values[direction > 0 ? i : length - 1 - i];
        }
        return result;
    }
}
