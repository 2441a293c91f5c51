package io.tauspark.exchange;

/**
 * A failure of the communication between workers of a training: one was lost, silent for too long, or at another
 * operation.
 */
public final class ExchangeFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExchangeFailed(String message) {
        super(message);
    }

    ExchangeFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
