package io.tauspark.decode;

import org.jspecify.annotations.Nullable;

/**
 * The last tokens of a key head, each of which has a bias of its own for every query head, before the state of those that came
 * before. A token enters that state when it leaves here, so nothing is ever taken off it.
 */
final class NearTokens implements DecodeState {
    private final Score score;
    private final int width;
    /** By query head and distance, [heads, tokens]. */
    private final float[][] bias;

    private final int capacity;
    private final float[] keys;
    private final double[] logWeights;
    private final float[] values;
    private final @Nullable DecodeState before;
    /** The oldest token's place. */
    private int oldest;

    private int tokens;

    /**
     * Remembers nothing.
     *
     * @param bias by query head and distance
     * @param capacity tokens that are seen here, at least one and at most as many as have a bias
     * @param before takes those that leave; null if they are forgotten
     */
    NearTokens(Score score, int width, float[][] bias, int capacity, @Nullable DecodeState before) {
        this(
                score,
                width,
                bias,
                capacity,
                new float[capacity * score.size()],
                new double[capacity],
                new float[capacity * width],
                before);
    }

    private NearTokens(
            Score score,
            int width,
            float[][] bias,
            int capacity,
            float[] keys,
            double[] logWeights,
            float[] values,
            @Nullable DecodeState before) {
        this.score = score;
        this.width = width;
        this.bias = bias;
        this.capacity = capacity;
        this.keys = keys;
        this.logWeights = logWeights;
        this.values = values;
        this.before = before;
    }

    @Override
    public void append(float[] keys, int key, double logWeight, float[] values, int value) {
        if (tokens == capacity) {
            leave();
        }
        int place = (oldest + tokens) % capacity;
        System.arraycopy(keys, key, this.keys, place * score.size(), score.size());
        logWeights[place] = logWeight;
        System.arraycopy(values, value, this.values, place * width, width);
        tokens++;
    }

    /** Sends the oldest token to the state of those that came before. */
    private void leave() {
        if (before != null) {
            before.append(keys, oldest * score.size(), logWeights[oldest], values, oldest * width);
        }
        oldest = (oldest + 1) % capacity;
        tokens--;
    }

    @Override
    public void append(DecodeState later, double logWeight) {
        NearTokens other = (NearTokens) later;
        while (tokens + other.tokens > capacity) {
            leave();
        }
        // That of the other holds nothing as long as there was room for tokens of this one.
        if (before != null && other.before != null) {
            before.append(other.before, logWeight);
        }
        for (int token = 0; token < other.tokens; token++) {
            int place = (other.oldest + token) % capacity;
            append(other.keys, place * score.size(), other.logWeights[place] + logWeight, other.values, place * width);
        }
    }

    @Override
    public void save(StateTensors to) {
        to.put("near.ring", 2, new double[] {oldest, tokens});
        to.put("near.keys", keys.length, keys);
        to.put("near.log_weights", capacity, logWeights);
        to.put("near.values", values.length, values);
        if (before != null) {
            before.save(to);
        }
    }

    @Override
    public void load(StateTensors from) {
        double[] ring = from.doubles("near.ring", 1, 2)[0];
        oldest = (int) ring[0];
        tokens = (int) ring[1];
        System.arraycopy(from.floats("near.keys", 1, keys.length)[0], 0, keys, 0, keys.length);
        System.arraycopy(from.doubles("near.log_weights", 1, capacity)[0], 0, logWeights, 0, capacity);
        System.arraycopy(from.floats("near.values", 1, values.length)[0], 0, values, 0, values.length);
        if (before != null) {
            before.load(from);
        }
    }

    @Override
    public void attend(int head, float[] queries, int query, WeightedSums into, int row) {
        for (int distance = 0; distance < tokens; distance++) {
            int place = (oldest + tokens - 1 - distance) % capacity;
            double log = score.of(head, queries, query, keys, place * score.size())
                    + logWeights[place]
                    + bias[head][distance];
            into.add(row, log, values, place * width);
        }
        if (before != null) {
            before.attend(head, queries, query, into, row);
        }
    }

    @Override
    public long bytes() {
        long own = (long) Float.BYTES * (keys.length + values.length) + (long) Double.BYTES * logWeights.length;
        return own + (before == null ? 0 : before.bytes());
    }

    @Override
    public NearTokens copy() {
        NearTokens copy = new NearTokens(
                score,
                width,
                bias,
                capacity,
                keys.clone(),
                logWeights.clone(),
                values.clone(),
                before == null ? null : before.copy());
        copy.oldest = oldest;
        copy.tokens = tokens;
        return copy;
    }
}
