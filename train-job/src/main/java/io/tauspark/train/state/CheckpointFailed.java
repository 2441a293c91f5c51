package io.tauspark.train.state;

import java.io.IOException;

/** A checkpoint could not be written. The ones before it are as they were. */
public final class CheckpointFailed extends IOException {
    private static final long serialVersionUID = 1;

    CheckpointFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
