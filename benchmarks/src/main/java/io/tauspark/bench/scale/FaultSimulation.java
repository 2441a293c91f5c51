package io.tauspark.bench.scale;

import java.util.SplittableRandom;

/**
 * A long synchronous training on workers that fail: every failure costs a restart, and what was learnt since the last
 * checkpoint.
 *
 * @param failuresPerHour of one worker
 * @param restart seconds until all workers train again
 * @param checkpointEvery steps between checkpoints
 * @param checkpoint seconds that writing one takes
 */
record FaultSimulation(double failuresPerHour, double restart, int checkpointEvery, double checkpoint) {
    private static final double HOUR = 3600;

    /** A training that takes so many times as long as its steps is taken to never end. */
    private static final double LONGEST = 100;

    /** Share of the time that went into steps which count. */
    double usefulShare(int workers, double step, long steps, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double rate = workers * failuresPerHour / HOUR;
        double seconds = 0;
        double failure = next(random, rate);
        long done = 0;
        while (done < steps) {
            double interval = checkpointEvery * step + checkpoint;
            if (seconds + interval <= failure) {
                seconds += interval;
                done += checkpointEvery;
            } else {
                // A failure during a restart is the next one, and starts it again.
                double recovered = failure + restart;
                failure += next(random, rate);
                seconds = Math.min(recovered, failure);
            }
            if (seconds > steps * step * LONGEST) {
                return 0;
            }
        }
        return done * step / seconds;
    }

    /** The same in closed form, for failures that are rare within an interval. */
    double formula(int workers, double step) {
        double interval = checkpointEvery * step + checkpoint;
        double rate = workers * failuresPerHour / HOUR;
        return checkpointEvery * step / (interval * (1 + rate * (restart + interval / 2)));
    }

    private static double next(SplittableRandom random, double rate) {
        return rate == 0 ? Double.POSITIVE_INFINITY : -Math.log(1 - random.nextDouble()) / rate;
    }
}
