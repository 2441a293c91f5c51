package io.tauspark.shard;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Keys under which similar sets meet. Of a set, each of 128 hash functions keeps the smallest value; two sets agree on
 * one with the probability of their Jaccard similarity s. Bands of r values make one key each, so that two sets share a
 * key with probability 1 − (1 − sʳ)ᵇ, which rises steeply around a similarity set by r.
 *
 * <p>MLlib's MinHashLSH has no bands: it compares all that agree on any one value, which on texts with boilerplate is
 * everything with everything.
 *
 * <p>Source: Broder, On the resemblance and containment of documents (1997); Leskovec, Rajaraman, Ullman, Mining of
 * Massive Datasets, section 3.4.
 */
final class MinHash implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int FUNCTIONS = 128;
    /** Share of all pairs at the threshold that must meet at least. */
    private static final double FOUND = 0.999;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final int rows;
    private final long[] factors = new long[FUNCTIONS];
    private final long[] summands = new long[FUNCTIONS];

    /** @param threshold similarity from which sets should meet, in (0, 1] */
    MinHash(double threshold) {
        rows = rows(threshold);
        for (int i = 0; i < FUNCTIONS; i++) {
            factors[i] = mixed(2L * i) | 1;
            summands[i] = mixed(2L * i + 1);
        }
    }

    /**
     * The number of values that make a key: as many as still let pairs at the threshold meet, since more keep others
     * apart.
     */
    static int rows(double threshold) {
        int rows = 1;
        while (rows < FUNCTIONS && probability(threshold, rows + 1) >= FOUND) {
            rows++;
        }
        return rows;
    }

    /** The probability that two sets share a key. */
    static double probability(double similarity, int rows) {
        int bands = FUNCTIONS / rows;
        return 1 - Math.pow(1 - Math.pow(similarity, rows), bands);
    }

    /**
     * One key per band.
     *
     * @param set of well mixed hashes, not empty
     */
    long[] keys(long[] set) {
        long[] smallest = smallest(set);
        long[] keys = new long[FUNCTIONS / rows];
        for (int band = 0; band < keys.length; band++) {
            long key = band;
            for (int i = band * rows; i < (band + 1) * rows; i++) {
                key = mixed(key + smallest[i]);
            }
            keys[band] = key;
        }
        return keys;
    }

    /** The smallest value of every function; cost 128 multiplications per element. */
    long[] smallest(long[] set) {
        long[] smallest = new long[FUNCTIONS];
        Arrays.fill(smallest, Long.MAX_VALUE);
        for (long element : set) {
            for (int i = 0; i < FUNCTIONS; i++) {
                smallest[i] = Math.min(smallest[i], element * factors[i] + summands[i]);
            }
        }
        return smallest;
    }

    /** A bijection of 64 bits in which every bit depends on every bit (SplitMix64). */
    static long mixed(long bits) {
        long z = bits + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
