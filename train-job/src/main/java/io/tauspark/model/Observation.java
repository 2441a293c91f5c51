package io.tauspark.model;

/** What a micro-batch tells besides loss and gradient. */
public enum Observation {
    NOTHING,
    /** Every λ is counted, see {@link LambdaCounts}. */
    LAMBDA,
    /** The same, and how some queries spread their attention, see {@link AttentionSums}. */
    ATTENTION;

    /** What those of a training step tell: more if a line of metrics follows the step. */
    public static Observation of(boolean logged) {
        return logged ? ATTENTION : LAMBDA;
    }
}
