package io.tauspark.train.config;

import java.io.Serializable;

/**
 * The settings by which workers train together.
 *
 * @param mode when they meet
 * @param rounds how they meet in rounds
 * @param task what each of them is given
 */
public record ParallelConfig(Mode mode, RoundsConfig rounds, TaskDemand task) implements Serializable {

    /** The rule of when workers meet. */
    public enum Mode {
        /** At every step, to average gradients: one barrier stage, the same result for any number of workers. */
        SYNC,
        /** After a round of local steps, to average what each has learnt: ordinary stages, one for each round. */
        ROUNDS
    }
}
