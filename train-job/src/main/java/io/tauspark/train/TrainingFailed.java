package io.tauspark.train;

import io.tauspark.job.Shortfall;

/** A training has ended before its last step, and another attempt would not help or was not allowed. */
public final class TrainingFailed extends Shortfall {
    private static final long serialVersionUID = 1L;

    TrainingFailed(String message) {
        super(message);
    }

    TrainingFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
