package io.tauspark.train.driver;

import io.tauspark.job.Shortfall;

/** A training has ended before its last step, and another attempt would not help or was not allowed. */
public final class TrainingFailed extends Shortfall {
    private static final long serialVersionUID = 1L;

    public TrainingFailed(String message) {
        super(message);
    }

    public TrainingFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
