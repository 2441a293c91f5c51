package io.tauspark.bench.speed;

import java.util.List;

/** Measurements of a step that takes a given time. */
final class Measurements {
    static final int TOKENS = 2048;

    private Measurements() {}

    /** As of a JVM: nine tenths of the step are forward and backward pass. */
    static Measurement taking(double stepMillis) {
        return new Measurement(
                "DJL 1, PyTorch 2",
                1_000,
                TOKENS,
                List.of(0.9 * stepMillis, 0.9 * stepMillis),
                List.of(0.1 * stepMillis, 0.1 * stepMillis),
                List.of(2 * stepMillis, 2 * stepMillis),
                List.of(3.0, 2.0, 1.0),
                7.0,
                900.0,
                150.0,
                null);
    }

    static Trial trial(int round, String contender, int context, double stepMillis) {
        return new Trial(round, contender, context, TOKENS / context, 0.5 * round, taking(stepMillis));
    }
}
