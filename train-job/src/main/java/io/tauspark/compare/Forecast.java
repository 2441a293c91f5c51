package io.tauspark.compare;

import io.tauspark.page.NumberText;
import io.tauspark.store.Stopwatch;
import java.util.function.LongSupplier;

/** A forecast of how long the rest takes, from what was done since the start. Work is counted in tokens. */
public final class Forecast {
    private final LongSupplier nanoTime;
    private final long start;
    private long left;
    private long done;

    /**
     * Starts the clock.
     *
     * @param tokens of all work
     */
    public Forecast(long tokens, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.left = tokens;
    }

    /** Counts work as done. */
    public synchronized void done(long tokens) {
        left -= tokens;
        done += tokens;
    }

    /** Leaves work out that was done before, or is not to be done. */
    public synchronized void spare(long tokens) {
        left -= tokens;
    }

    /** A rough time, such as {@code 12 min 30 s}; {@code unknown} before anything is done. */
    public synchronized String left() {
        if (done == 0) {
            return "unknown";
        }
        double seconds = Stopwatch.seconds(nanoTime.getAsLong() - start);
        return NumberText.seconds(seconds * left / done);
    }
}
