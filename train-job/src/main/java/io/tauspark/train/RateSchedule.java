package io.tauspark.train;

/** What the learning rate does after its rise. */
public enum RateSchedule {
    /** Stays at the peak. */
    CONSTANT,
    /** Falls along half a cosine, to reach its end at the last step. */
    COSINE,
    /** Stays until the validation loss stops improving, then falls by a factor, and so on. */
    PLATEAU
}
