package io.tauspark.train.data;

import io.tauspark.config.InvalidInput;
import io.tauspark.model.Seeds;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A stream of training tokens cut into windows, in an order that depends on the seed, the lane and the epoch alone.
 * The windows of any batch follow from its number, so that nothing needs to be remembered between steps.
 */
public final class Lane {
    private final int number;
    private final int[] tokens;
    private final int context;
    private final long seed;
    private final int windows;
    private long orderedEpoch = -1;
    private int @Nullable [] order;

    /**
     * Makes a lane.
     *
     * @param tokens documents joined by separators
     * @param context tokens that a window predicts
     */
    public Lane(int number, int[] tokens, int context, long seed) {
        this.number = number;
        this.tokens = tokens;
        this.context = context;
        this.seed = seed;
        this.windows = tokens.length / context - 1;
        requireWindow(number, tokens.length, context);
    }

    /** The fewest tokens that a window can be cut from at any phase. */
    static int fewestTokens(int context) {
        return 2 * context;
    }

    /** @throws InvalidInput if so many tokens give a lane no window */
    static void requireWindow(int number, int tokens, int context) {
        if (tokens < fewestTokens(context)) {
            throw new InvalidInput(String.format(
                    Locale.ROOT,
                    "lane %d, a share of the training shards, holds %d tokens, too few for windows of %d: shard a"
                            + " larger corpus, shard it into fewer parts, or lower model.context",
                    number,
                    tokens,
                    context));
        }
    }

    /** Windows of one epoch. */
    int windows() {
        return windows;
    }

    /** Adds to {@code counts} how often each token occurs. */
    public void count(long[] counts) {
        for (int token : tokens) {
            counts[token]++;
        }
    }

    /** The windows of a batch, counted from the start of the run, each of context + 1 tokens. */
    public int[][] batch(long index, int size) {
        int[][] batch = new int[size][];
        for (int i = 0; i < size; i++) {
            batch[i] = window(index * size + i);
        }
        return batch;
    }

    /** Each epoch visits every window once, and cuts the stream at another phase. */
    private int[] window(long position) {
        long epoch = position / windows;
        int index = order(epoch)[(int) (position % windows)];
        int phase = new Random(Seeds.of(seed, "phase", number, epoch)).nextInt(context);
        int start = phase + index * context;
        return Arrays.copyOfRange(tokens, start, start + context + 1);
    }

    private int[] order(long epoch) {
        int[] current = order;
        if (current == null || orderedEpoch != epoch) {
            current = new int[windows];
            Random random = new Random(Seeds.of(seed, "order", number, epoch));
            for (int i = 0; i < windows; i++) {
                int other = random.nextInt(i + 1);
                current[i] = current[other];
                current[other] = i;
            }
            order = current;
            orderedEpoch = epoch;
        }
        return current;
    }
}
