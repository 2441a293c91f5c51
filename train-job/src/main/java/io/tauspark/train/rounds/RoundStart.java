package io.tauspark.train.rounds;

import java.io.Serializable;

/**
 * The state that every worker of a round starts from; broadcast. A plain class, because Spark's Kryo cannot carry
 * records. Tasks in one JVM share it, so nobody may change an array.
 */
final class RoundStart implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Parameters in the order of the layout. */
    final float[] weights;
    /** τ of all key heads with λ. */
    final float[] tau;
    /** First moments of AdamW. */
    final float[] first;
    /** Second moments of AdamW. */
    final float[] second;

    RoundStart(OuterState state) {
        this.weights = state.weights;
        this.tau = state.tau;
        this.first = state.first;
        this.second = state.second;
    }
}
