package io.tauspark.job;

/**
 * The work was done and kept, but the result is not what was asked for. Commands print the message alone, without a
 * stack trace, and exit 1, so that a schedule notices.
 */
public final class Shortfall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Shortfall(String message) {
        super(message);
    }
}
