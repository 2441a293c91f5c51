package io.tauspark.train.worker;

/** The training was sent back as often as it may be and still meets batches that it cannot learn from. */
public final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Diverged(String message) {
        super(message);
    }
}
