package io.tauspark.bench.speed;

/** One process gave no measurement; the others still count. */
public final class MeasurementFailed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    MeasurementFailed(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
