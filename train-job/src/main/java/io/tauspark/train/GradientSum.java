package io.tauspark.train;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The sum of a power of two of gradients in a balanced binary tree over their order of arrival. Floating-point
 * addition is not associative; a fixed tree makes the sum a matter of the micro-batches alone.
 */
final class GradientSum {
    private final int size;
    private final float @Nullable [][] levels;
    private final Deque<float[]> spare = new ArrayDeque<>();
    private int added;

    /**
     * Prepares a sum.
     *
     * @param size values of one gradient
     * @param count gradients that one sum takes, a power of two
     */
    GradientSum(int size, int count) {
        this.size = size;
        this.levels = new float[Integer.numberOfTrailingZeros(count) + 1][];
    }

    /** An array for the next gradient; hand it to {@link #add} when it is filled. */
    float[] buffer() {
        float[] free = spare.poll();
        return free == null ? new float[size] : free;
    }

    /** Adds a gradient, which now belongs to this sum. */
    void add(float[] gradient) {
        float[] sum = gradient;
        int level = 0;
        while (levels[level] != null) {
            float[] left = levels[level];
            for (int i = 0; i < size; i++) {
                left[i] += sum[i];
            }
            levels[level++] = null;
            spare.push(sum);
            sum = left;
        }
        levels[level] = sum;
        added++;
    }

    /** The complete sum; give it back with {@link #reset} when it is used up. */
    float[] total() {
        float[] total = levels[levels.length - 1];
        if (total == null || added != 1 << (levels.length - 1)) {
            throw new IllegalStateException(added + " gradients of " + (1 << (levels.length - 1)) + " were added");
        }
        return total;
    }

    /** Forgets the sum and keeps its memory. */
    void reset() {
        spare.push(total());
        levels[levels.length - 1] = null;
        added = 0;
    }
}
