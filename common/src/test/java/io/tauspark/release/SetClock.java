package io.tauspark.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only the test moves. */
final class SetClock extends Clock {
    private volatile Instant now;
    private volatile Interruption interruption = () -> {};

    /** What happens in between. */
    @FunctionalInterface
    interface Interruption {
        void happen() throws IOException;
    }

    SetClock(Instant now) {
        this.now = now;
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    /** Lets something happen right before somebody looks at the clock next. */
    void interruptNextLook(Interruption happening) {
        interruption = happening;
    }

    @Override
    public Instant instant() {
        Interruption happening = interruption;
        interruption = () -> {};
        try {
            happening.happen();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("instants have no zone");
    }
}
