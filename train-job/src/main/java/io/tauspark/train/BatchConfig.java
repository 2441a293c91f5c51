package io.tauspark.train;

import io.tauspark.config.Problems;
import io.tauspark.config.Settings;
import java.io.Serializable;

/**
 * The global batch of a step: a fixed number of micro-batches, whatever the number of workers. Their gradients are
 * added in a balanced binary tree over their numbers, so that the sum is the same bit for bit on 1, 2 or 4 workers.
 *
 * @param windows windows of one micro-batch, which one forward and backward pass handles at once
 * @param microBatches micro-batches of a step, a power of two
 */
public record BatchConfig(int windows, int microBatches) implements Serializable {

    public BatchConfig {
        new Problems()
                .check(windows >= 1, "windows", windows, "must be at least 1")
                .check(
                        Integer.bitCount(microBatches) == 1 && microBatches > 0,
                        "micro-batches",
                        microBatches,
                        "must be a power of two")
                .throwIfAny();
    }

    public static BatchConfig from(Settings settings) {
        return new BatchConfig(settings.integer("windows"), settings.integer("micro-batches"));
    }
}
