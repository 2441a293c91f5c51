package io.tauspark.train.driver;

import org.jspecify.annotations.Nullable;

/** One attempt of a training has ended before its last step; another may get further. */
public final class AttemptFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public AttemptFailed(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
