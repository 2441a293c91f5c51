package io.tauspark.decode;

import java.util.Arrays;

/** Keys that stand beside the values of later tokens: before the first one comes that of the zero vector, λ = 0. */
final class DelayedKeys implements DecodeState {
    private final DecodeState state;
    private final int size;
    /** As many keys as the delay has tokens, the oldest at {@link #oldest}. */
    private final float[] waiting;

    private int oldest;

    /** @param delay at least one token */
    DelayedKeys(DecodeState state, int size, int delay) {
        this(state, size, new float[delay * size]);
    }

    private DelayedKeys(DecodeState state, int size, float[] waiting) {
        this.state = state;
        this.size = size;
        this.waiting = waiting;
    }

    @Override
    public void append(float[] keys, int key, double logWeight, float[] values, int value) {
        state.append(waiting, oldest, logWeight, values, value);
        System.arraycopy(keys, key, waiting, oldest, size);
        oldest = (oldest + size) % waiting.length;
    }

    @Override
    public void attend(int head, float[] queries, int query, WeightedSums into, int row) {
        state.attend(head, queries, query, into, row);
    }

    @Override
    public long bytes() {
        return state.bytes() + (long) Float.BYTES * waiting.length;
    }

    @Override
    public DelayedKeys copy() {
        DelayedKeys copy = new DelayedKeys(state.copy(), size, Arrays.copyOf(waiting, waiting.length));
        copy.oldest = oldest;
        return copy;
    }
}
