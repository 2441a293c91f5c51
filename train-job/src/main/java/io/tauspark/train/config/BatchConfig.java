package io.tauspark.train.config;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.io.Serializable;
import java.util.Locale;

/**
 * The global batch of a step: a fixed number of micro-batches, whatever the number of workers. Their gradients are
 * added in a balanced binary tree over their numbers, so that the sum is the same bit for bit on 1, 2 or 4 workers.
 *
 * @param windows windows of one micro-batch, which one forward and backward pass handles at once
 * @param microBatches micro-batches of a step, a power of two
 */
public record BatchConfig(int windows, int microBatches) implements Serializable {
    /** Their losses fit into one message of the exchange, which holds a megabyte. */
    private static final int MOST_MICRO_BATCHES = 1 << 16;

    public BatchConfig {
        new Problems()
                .check(windows >= 1, "windows", windows, "must be at least 1")
                .check(
                        Integer.bitCount(microBatches) == 1 && microBatches > 0 && microBatches <= MOST_MICRO_BATCHES,
                        "micro-batches",
                        microBatches,
                        "must be a power of two, at most " + MOST_MICRO_BATCHES)
                .throwIfAny();
    }

    /** Reads a batch; a token budget, where there is one, says how many micro-batches a step has. */
    public static BatchConfig from(Settings settings, int context) {
        int windows = settings.integer("windows");
        long tokens = settings.longInteger("tokens");
        return tokens == 0
                ? new BatchConfig(windows, settings.integer("micro-batches"))
                : ofTokens(windows, tokens, context);
    }

    /** The batch whose micro-batches have so many windows of {@code context} tokens, and {@code tokens} together. */
    static BatchConfig ofTokens(int windows, long tokens, int context) {
        new Problems()
                .check(windows >= 1, "windows", windows, "must be at least 1")
                .check(tokens > 0, "tokens", tokens, "must not be negative")
                .throwIfAny();
        long each = (long) windows * context;
        long below = Long.highestOneBit(tokens / each) * each;
        String nearest = below == 0
                ? String.format(Locale.ROOT, "the least is %d, a smaller one needs a smaller batch.windows", each)
                : String.format(Locale.ROOT, "the nearest are %d and %d", below, 2 * below);
        new Problems()
                .check(
                        tokens == below,
                        "tokens",
                        tokens,
                        String.format(
                                Locale.ROOT,
                                "must be a power of two times batch.windows × model.context = %d: %s",
                                each,
                                nearest))
                .check(
                        below <= MOST_MICRO_BATCHES * each,
                        "tokens",
                        tokens,
                        String.format(
                                Locale.ROOT,
                                "makes more than %d micro-batches: raise batch.windows",
                                MOST_MICRO_BATCHES))
                .throwIfAny();
        return new BatchConfig(windows, Math.toIntExact(tokens / each));
    }
}
