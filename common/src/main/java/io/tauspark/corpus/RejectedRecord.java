package io.tauspark.corpus;

/** A record that is no document. It carries no stack trace: a corpus may have millions of such records. */
public final class RejectedRecord extends Exception {
    private static final long serialVersionUID = 1L;

    private final Rejection rejection;

    public RejectedRecord(Rejection rejection) {
        super(rejection.reason(), null, false, false);
        this.rejection = rejection;
    }

    public Rejection rejection() {
        return rejection;
    }
}
