package io.tauspark.decode;

/** How well a key fits a query, before the key's log-weight. */
public interface Score {
    /** Numbers of a key, and of a query. */
    int size();

    /** The score of one key for a query of a head. */
    double of(int head, float[] queries, int query, float[] keys, int key);

    /**
     * The scores of several keys for a query of a head.
     *
     * @param keys first numbers of all keys, then their second ones, and so on, {@code stride} apart
     * @param into receives {@code count} scores
     */
    default void of(int head, float[] queries, int query, float[] keys, int stride, int count, float[] into) {
        float[] key = new float[size()];
        for (int i = 0; i < count; i++) {
            for (int number = 0; number < key.length; number++) {
                key[number] = keys[number * stride + i];
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
        public void of(int head, float[] queries, int query, float[] keys, int stride, int count, float[] into) {
            float inverse = (float) -inverseTemperatures[head];
            float x = queries[query];
            for (int i = 0; i < count; i++) {
                into[i] = Math.abs(x - keys[i]) * inverse;
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
        public void of(int head, float[] queries, int query, float[] keys, int stride, int count, float[] into) {
            for (int i = 0; i < count; i++) {
                into[i] = 0;
            }
            int number = 0;
            // Two numbers of all keys at a time, which saves half of the passes over the scores.
            for (; number + 1 < size; number += 2) {
                float first = queries[query + number];
                float second = queries[query + number + 1];
                int at = number * stride;
                int next = at + stride;
                for (int i = 0; i < count; i++) {
                    into[i] += first * keys[at + i] + second * keys[next + i];
                }
            }
            for (; number < size; number++) {
                float factor = queries[query + number];
                int at = number * stride;
                for (int i = 0; i < count; i++) {
                    into[i] += factor * keys[at + i];
                }
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
