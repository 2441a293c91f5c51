package io.tauspark.decode;

import java.util.Arrays;

/**
 * Keys that stand beside the values of later tokens: before the first one comes that of the zero vector, λ = 0.
 *
 * <p>In a part of a text the first tokens wait as well, without keys: theirs are those of the last tokens before the part.
 */
final class DelayedKeys implements DecodeState {
    private final DecodeState state;
    private final int size;
    private final int width;
    /** As many keys as the delay has tokens, the oldest at {@link #oldest}. */
    private final float[] waiting;

    private int oldest;

    /** Room for as many tokens as keys wait in a part of a text, and for none in a whole one. */
    private final double[] firstLogWeights;

    private final float[] firstValues;

    /** Tokens that wait for keys. */
    private int keyless;

    /**
     * Remembers nothing.
     *
     * @param size numbers of a key
     * @param width numbers of a token's values
     * @param delay at least one token
     * @param part whether the text is a part of another, after its beginning
     */
    DelayedKeys(DecodeState state, int size, int width, int delay, boolean part) {
        this(
                state,
                size,
                width,
                new float[delay * size],
                new double[part ? delay : 0],
                new float[part ? delay * width : 0]);
    }

    private DelayedKeys(
            DecodeState state, int size, int width, float[] waiting, double[] firstLogWeights, float[] firstValues) {
        this.state = state;
        this.size = size;
        this.width = width;
        this.waiting = waiting;
        this.firstLogWeights = firstLogWeights;
        this.firstValues = firstValues;
    }

    @Override
    public void append(float[] keys, int key, double logWeight, float[] values, int value) {
        if (keyless < firstLogWeights.length) {
            firstLogWeights[keyless] = logWeight;
            System.arraycopy(values, value, firstValues, keyless * width, width);
            keyless++;
        } else {
            state.append(waiting, oldest, logWeight, values, value);
        }
        System.arraycopy(keys, key, waiting, oldest, size);
        oldest = (oldest + size) % waiting.length;
    }

    /** @param later a part of a text */
    @Override
    public void append(DecodeState later, double logWeight) {
        DelayedKeys other = (DelayedKeys) later;
        for (int token = 0; token < other.keyless; token++) {
            append(
                    other.waiting,
                    token * size,
                    other.firstLogWeights[token] + logWeight,
                    other.firstValues,
                    token * width);
        }
        state.append(other.state, logWeight);
        if (other.keyless == other.firstLogWeights.length) {
            // Keys of a part as long as the delay are all that wait after it.
            System.arraycopy(other.waiting, 0, waiting, 0, waiting.length);
            oldest = other.oldest;
        }
    }

    @Override
    public void save(StateTensors to) {
        to.put("delayed.ring", 2, new double[] {oldest, keyless});
        to.put("delayed.keys", waiting.length, waiting);
        to.put("delayed.first.log_weights", firstLogWeights.length, firstLogWeights);
        to.put("delayed.first.values", firstValues.length, firstValues);
        state.save(to);
    }

    @Override
    public void load(StateTensors from) {
        double[] ring = from.doubles("delayed.ring", 1, 2)[0];
        oldest = (int) ring[0];
        keyless = (int) ring[1];
        System.arraycopy(from.floats("delayed.keys", 1, waiting.length)[0], 0, waiting, 0, waiting.length);
        int first = firstLogWeights.length;
        System.arraycopy(from.doubles("delayed.first.log_weights", 1, first)[0], 0, firstLogWeights, 0, first);
        int values = firstValues.length;
        System.arraycopy(from.floats("delayed.first.values", 1, values)[0], 0, firstValues, 0, values);
        state.load(from);
    }

    @Override
    public void attend(int head, float[] queries, int query, WeightedSums into, int row) {
        state.attend(head, queries, query, into, row);
    }

    @Override
    public long bytes() {
        return state.bytes()
                + (long) Float.BYTES * (waiting.length + firstValues.length)
                + (long) Double.BYTES * firstLogWeights.length;
    }

    @Override
    public DelayedKeys copy() {
        DelayedKeys copy = new DelayedKeys(
                state.copy(),
                size,
                width,
                Arrays.copyOf(waiting, waiting.length),
                firstLogWeights.clone(),
                firstValues.clone());
        copy.oldest = oldest;
        copy.keyless = keyless;
        return copy;
    }
}
