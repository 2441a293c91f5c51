package io.tauspark.model;

import java.util.Arrays;
import java.util.List;

/**
 * The spread of the attention of sampled queries over the keys that they can see, as sums, which micro-batches and
 * workers add up: how many keys they attend to, how many of them match, and how far back they are. Queries are sampled
 * evenly: at most {@link #SAMPLES} of a window, the last one among them.
 *
 * <p>With weights p_j of the keys of a query, Σ p_j² is one over the number of keys that would share its attention
 * evenly, and −Σ p_j ln p_j is the entropy. A key matches if its λ is no further than the temperature from the query's. All
 * are computed in single precision, and added in double precision.
 *
 * @param queries that were looked at, of each head
 * @param values of each query head of all layers: Σ over queries of Σ p², then of the entropy in nats, of Σ p of the keys
 *     that match, and of Σ p of the keys less than 1, 2, 4, … tokens away, for {@link #RANGES} powers of two
 */
public record AttentionSums(long queries, double[] values) {
    /** Queries of a window that are looked at. */
    public static final int SAMPLES = 16;

    /** Ranges of distance: the last one ends at 2,048 tokens, beyond which all keys are alike. */
    public static final int RANGES = 12;

    private static final int MATCHED = 2;
    private static final int NEAREST = 3;
    private static final int OF_A_HEAD = NEAREST + RANGES;

    /** The sums of no query. */
    public static final AttentionSums NONE = new AttentionSums(0, new double[0]);

    /** The positions of the sampled queries of a window, ascending. */
    public static long[] positions(int tokens) {
        int count = Math.min(SAMPLES, tokens);
        long[] positions = new long[count];
        Arrays.setAll(positions, i -> (i + 1L) * tokens / count - 1);
        return positions;
    }

    /** The number of keys that a sampled query can see, itself included: the harmonic mean. */
    public static double visibleKeys(int tokens) {
        return 1
                / Arrays.stream(positions(tokens))
                        .mapToDouble(position -> 1.0 / (position + 1))
                        .average()
                        .orElseThrow();
    }

    /** These queries and others; adding is not associative to the last bit. */
    public AttentionSums plus(AttentionSums other) {
        if (queries == 0 || other.queries == 0) {
            return queries == 0 ? other : this;
        }
        double[] sum = values.clone();
        Arrays.setAll(sum, i -> sum[i] + other.values[i]);
        return new AttentionSums(queries + other.queries, sum);
    }

    /** Number of keys that a head attends to: the harmonic mean over queries of 1 / Σ p². */
    public double effectiveKeys(int... heads) {
        return heads.length * queries / sum(0, heads);
    }

    /** Mean entropy of heads, nats. */
    public double entropy(int... heads) {
        return sum(1, heads) / (heads.length * queries);
    }

    /** Share of the attention of heads with λ that lies on keys that match. */
    public double matched(int... heads) {
        return sum(MATCHED, heads) / (heads.length * queries);
    }

    /**
     * Shares of the attention of heads that lie on keys less than 1, 2, 4, … tokens away, the query's own among them.
     *
     * @param tokens of a window; ranges end with the first that holds all of it
     */
    public double[] within(int tokens, int... heads) {
        int ranges = 1;
        while (ranges < RANGES && 1 << (ranges - 1) < tokens) {
            ranges++;
        }
        double[] shares = new double[ranges];
        Arrays.setAll(shares, range -> sum(NEAREST + range, heads) / (heads.length * queries));
        return shares;
    }

    /** All that this holds, as plain numbers. */
    public double[] numbers() {
        double[] all = new double[1 + values.length];
        all[0] = queries;
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }

    /**
     * Adds up, in order.
     *
     * @param numbers any number of {@link #numbers}, one after the other in each array
     * @param heads query heads of the model
     */
    public static AttentionSums added(List<double[]> numbers, int heads) {
        int size = 1 + heads * OF_A_HEAD;
        AttentionSums sum = NONE;
        for (double[] part : numbers) {
            for (int start = 0; start < part.length; start += size) {
                sum = sum.plus(
                        new AttentionSums((long) part[start], Arrays.copyOfRange(part, start + 1, start + size)));
            }
        }
        return sum;
    }

    private double sum(int column, int... heads) {
        return Arrays.stream(heads)
                .mapToDouble(head -> values[head * OF_A_HEAD + column])
                .sum();
    }
}
