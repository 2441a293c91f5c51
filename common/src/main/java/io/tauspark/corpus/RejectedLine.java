package io.tauspark.corpus;

/** A line that is no document. It carries no stack trace: a corpus may have millions of such lines. */
final class RejectedLine extends Exception {
    private static final long serialVersionUID = 1L;

    private final Rejection rejection;

    RejectedLine(Rejection rejection) {
        super(rejection.reason(), null, false, false);
        this.rejection = rejection;
    }

    Rejection rejection() {
        return rejection;
    }
}
