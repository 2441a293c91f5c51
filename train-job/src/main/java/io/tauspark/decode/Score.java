package io.tauspark.decode;

import java.util.Arrays;

/** How well a key fits a query, before the key's log-weight. */
public interface Score {
    /** Numbers of a key, and of a query. */
    int size();

    /** The score of one key for a query of a head. */
    double of(int head, float[] queries, int query, float[] keys, int key);

    /**
     * The scores of several keys for a query of a head.
     *
     * @param keys first numbers of all keys, then their second ones, and so on
     * @param into receives {@code count} scores
     */
    default void of(int head, float[] queries, int query, float[][] keys, int count, float[] into) {
        float[] key = new float[size()];
        for (int i = 0; i < count; i++) {
            for (int number = 0; number < key.length; number++) {
                key[number] = keys[number][i];
            }
            into[i] = (float) of(head, queries, query, key, 0);
        }
    }

    /** −|x − y| / t, of λ. */
    record Distance(double[] inverseTemperatures) implements Score {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public double of(int head, float[] queries, int query, float[] keys, int key) {
            return -Math.abs((double) queries[query] - keys[key]) * inverseTemperatures[head];
        }

        @Override
        public void of(int head, float[] queries, int query, float[][] keys, int count, float[] into) {
            float inverse = (float) -inverseTemperatures[head];
            float x = queries[query];
            float[] lambdas = keys[0];
            for (int i = 0; i < count; i++) {
                into[i] = Math.abs(x - lambdas[i]) * inverse;
            }
        }
    }

    /** The log of what two neighbouring points of a grid give of exp(−|x − y| / t), as {@link GridState} does. */
    record Grid(double[] inverseTemperatures, int cells) implements Score {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public double of(int head, float[] queries, int query, float[] keys, int key) {
            return GridCell.of(keys[key], cells, inverseTemperatures[head])
                    .score(queries[query], inverseTemperatures[head]);
        }
    }

    /** x · y, of vectors of which one is scaled. */
    record Dot(int size) implements Score {
        @Override
        public double of(int head, float[] queries, int query, float[] keys, int key) {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += (double) queries[query + i] * keys[key + i];
            }
            return sum;
        }

        @Override
        public void of(int head, float[] queries, int query, float[][] keys, int count, float[] into) {
            Arrays.fill(into, 0, count, 0);
            int number = 0;
            // Two numbers of all keys at a time, which saves half of the passes over the scores.
            for (; number + 1 < size; number += 2) {
                add(queries[query + number], keys[number], queries[query + number + 1], keys[number + 1], count, into);
            }
            if (number < size) {
                add(queries[query + number], keys[number], 0, keys[number], count, into);
            }
        }

        private static void add(float a, float[] first, float b, float[] second, int count, float[] into) {
            for (int i = 0; i < count; i++) {
                into[i] += a * first[i] + b * second[i];
            }
        }
    }

    /** 0 for every key. */
    record None() implements Score {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public double of(int head, float[] queries, int query, float[] keys, int key) {
            return 0;
        }
    }
}
