package io.tauspark.train.rounds;

import io.tauspark.train.config.TrainConfig;
import org.jspecify.annotations.Nullable;

/**
 * A step that ends with a line of metrics. Losses and norms are means over the workers that did not skip the step.
 *
 * @param done steps done with this one
 * @param loss mean of the log interval, nats per token; null if all of its steps were skipped
 * @param rate learning rate of the step
 * @param norm of the gradient of the step, before clipping; NaN if all workers skipped it
 */
record LoggedStep(int done, @Nullable Double loss, double rate, double norm) {
    /** Whether a step, counted from 0, ends with a line. */
    static boolean isDue(TrainConfig config, int step) {
        int done = step + 1;
        return done % config.logEvery() == 0 || done == config.steps() || step == 0;
    }

    /** The last of some steps that ends with a line, or -1. */
    static int last(TrainConfig config, int from, int to) {
        for (int step = to - 1; step >= from; step--) {
            if (isDue(config, step)) {
                return step;
            }
        }
        return -1;
    }
}
