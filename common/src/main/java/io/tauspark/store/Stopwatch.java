package io.tauspark.store;

import java.util.LinkedHashMap;
import java.util.Map;

/** Wall time of a job's stages, in the order in which they ended. */
public final class Stopwatch {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long since = System.nanoTime();

    /** A difference of {@link System#nanoTime} in seconds. */
    public static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }

    /** Books the time since the last lap, or since the start, under a stage's name, and returns it in seconds. */
    public double lap(String stage) {
        long now = System.nanoTime();
        double lap = seconds(now - since);
        seconds.merge(stage, lap, Double::sum);
        since = now;
        return lap;
    }

    public Map<String, Double> seconds() {
        return new LinkedHashMap<>(seconds);
    }
}
