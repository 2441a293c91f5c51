package io.tauspark.job;

/**
 * The work fell short of what was asked for, and what was done of it is kept. The message says all there is to say:
 * commands print it alone, without a stack trace, and exit 1, so that a schedule notices.
 */
public class Shortfall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Shortfall(String message) {
        super(message);
    }

    public Shortfall(String message, Throwable cause) {
        super(message, cause);
    }
}
