package io.tauspark.exchange;

import java.util.function.BooleanSupplier;

/**
 * Stops a member in the middle of an operation: every wait of an exchange asks whether the task was cancelled, and the
 * answer "no" may take its time. A wait for what is there already asks once.
 */
final class Pauses implements BooleanSupplier {
    private final int which;
    private final Runnable pause;
    private int asked = Integer.MIN_VALUE;

    Pauses(int which, Runnable pause) {
        this.which = which;
        this.pause = pause;
    }

    /** Counts questions from now on; to be called by the member's own thread. */
    void arm() {
        asked = 0;
    }

    @Override
    public boolean getAsBoolean() {
        if (++asked == which) {
            pause.run();
        }
        return false;
    }
}
