package io.tauspark.train.config;

/** The course of the learning rate after its rise. */
public enum RateSchedule {
    /** Stays at the peak. */
    CONSTANT,
    /** Falls along half a cosine, to reach its end at the last step. */
    COSINE,
    /** Stays until the validation loss stops improving, then falls by a factor, and so on. */
    PLATEAU
}
