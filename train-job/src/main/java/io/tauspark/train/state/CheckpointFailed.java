package io.tauspark.train.state;

import java.io.IOException;

/** A checkpoint could not be written. The ones before it are as they were. */
public final class CheckpointFailed extends IOException {
    private static final long serialVersionUID = 1;

    CheckpointFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** The first cause, which is what the file system said. */
    static String reason(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        // Others than a plain IOException may have no more than a path for a message.
        return cause.getClass() == IOException.class
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
