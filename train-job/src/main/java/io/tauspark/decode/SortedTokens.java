package io.tauspark.decode;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Tokens in the order of their λ.
 *
 * @param keys λ, ascending
 * @param logWeights of the same tokens
 * @param numbers of the same tokens, by which their values are found
 */
record SortedTokens(float[] keys, double[] logWeights, int[] numbers) {

    /** Sorts tokens whose numbers follow each other. */
    static SortedTokens of(float[] keys, double[] logWeights, int firstNumber) {
        int[] order = IntStream.range(0, keys.length)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> keys[token]))
                .mapToInt(Integer::intValue)
                .toArray();
        SortedTokens sorted = new SortedTokens(new float[keys.length], new double[keys.length], new int[keys.length]);
        for (int i = 0; i < order.length; i++) {
            sorted.put(i, keys[order[i]], logWeights[order[i]], firstNumber + order[i]);
        }
        return sorted;
    }

    int size() {
        return keys.length;
    }

    /** These and others, in order. */
    SortedTokens merged(SortedTokens other) {
        int size = size() + other.size();
        SortedTokens merged = new SortedTokens(new float[size], new double[size], new int[size]);
        int mine = 0;
        int theirs = 0;
        for (int i = 0; i < size; i++) {
            boolean take = theirs == other.size() || (mine < size() && keys[mine] <= other.keys[theirs]);
            SortedTokens from = take ? this : other;
            int at = take ? mine++ : theirs++;
            merged.put(i, from.keys[at], from.logWeights[at], from.numbers[at]);
        }
        return merged;
    }

    /** How many of the λ are at most this. */
    int upTo(double lambda) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keys[middle] <= lambda) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void put(int at, float key, double logWeight, int number) {
        keys[at] = key;
        logWeights[at] = logWeight;
        numbers[at] = number;
    }

    void save(StateTensors to) {
        to.put("keys", size(), keys);
        to.put("log_weights", size(), logWeights);
        to.put("numbers", size(), Arrays.stream(numbers).asDoubleStream().toArray());
    }

    static SortedTokens load(StateTensors from, int size) {
        return new SortedTokens(
                from.floats("keys", 1, size)[0],
                from.doubles("log_weights", 1, size)[0],
                Arrays.stream(from.doubles("numbers", 1, size)[0])
                        .mapToInt(number -> (int) number)
                        .toArray());
    }

    long bytes() {
        return (long) keys.length * (Float.BYTES + Double.BYTES + Integer.BYTES);
    }
}
