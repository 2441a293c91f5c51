package io.tauspark.train;

import org.jspecify.annotations.Nullable;

/** One attempt of a training has ended before its last step; another may get further. */
final class AttemptFailed extends Exception {
    private static final long serialVersionUID = 1L;

    AttemptFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
