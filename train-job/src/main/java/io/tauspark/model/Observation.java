package io.tauspark.model;

/** The observations that a micro-batch makes besides loss and gradient. */
public enum Observation {
    NOTHING,
    /** Every λ is counted, see {@code LambdaCounts}. */
    LAMBDA,
    /** The same, and how some queries spread their attention, see {@link AttentionSums}. */
    ATTENTION;

    /** The observations of the micro-batches of a training step: more if a line of metrics follows the step. */
    public static Observation of(boolean logged) {
        return logged ? ATTENTION : LAMBDA;
    }
}
