package io.tauspark.train.worker;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The sum of a power of two of gradients in a balanced binary tree over their order of arrival. Floating-point
 * addition is not associative; a fixed tree makes the sum a matter of the micro-batches alone.
 */
public final class GradientSum {
    private final int size;
    private final int count;
    private final Deque<float[]> subtrees = new ArrayDeque<>();
    private final Deque<float[]> spare = new ArrayDeque<>();
    private int added;

    /**
     * Prepares a sum.
     *
     * @param size values of one gradient
     * @param count gradients that one sum takes, a power of two
     */
    public GradientSum(int size, int count) {
        this.size = size;
        this.count = count;
    }

    /** An array for the next gradient; hand it to {@link #add} when it is filled. */
    public float[] buffer() {
        float[] free = spare.poll();
        return free == null ? new float[size] : free;
    }

    /** Adds a gradient, which now belongs to this sum. */
    public void add(float[] gradient) {
        subtrees.push(gradient);
        added++;
        // Like carrying in a binary counter: whenever two subtrees of one size stand side by side, they are joined.
        for (int carry = added; carry % 2 == 0; carry /= 2) {
            float[] right = subtrees.pop();
            float[] left = subtrees.element();
            for (int i = 0; i < size; i++) {
                left[i] += right[i];
            }
            spare.push(right);
        }
    }

    /** Takes an array of {@link #buffer} back that is not added. */
    public void giveBack(float[] buffer) {
        spare.push(buffer);
    }

    /** The complete sum; give it back with {@link #reset} when it is used up. */
    public float[] total() {
        if (added != count) {
            throw new IllegalStateException(added + " gradients of " + count + " were added");
        }
        return subtrees.element();
    }

    /** Forgets the sum and keeps its memory. */
    public void reset() {
        spare.push(total());
        subtrees.clear();
        added = 0;
    }
}
