package io.tauspark.train;

/** The training was sent back as often as it may be and still meets batches that it cannot learn from. */
final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Diverged(String message) {
        super(message);
    }
}
