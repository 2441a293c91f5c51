package io.tauspark.bench.recall;

import io.tauspark.compare.Forecast;
import java.util.Locale;

/** Tells how far one of several trials is, and how long all of them still take. */
final class Progress {
    private final String name;
    private final int steps;
    private final Forecast forecast;
    private long counted;

    /**
     * @param name of the trial
     * @param steps that it takes
     * @param forecast of all trials
     */
    Progress(String name, int steps, Forecast forecast) {
        this.name = name;
        this.steps = steps;
        this.forecast = forecast;
    }

    /** Prints a line. */
    void scored(Learner learner, String score) {
        forecast.done(learner.tokens() - counted);
        counted = learner.tokens();
        System.out.printf(
                Locale.ROOT,
                "%-32s step %,d of %,d  %s  %,.0f tokens/s  all done in %s%n",
                name,
                learner.steps(),
                steps,
                score,
                learner.tokensPerSecond(),
                forecast.left());
    }
}
