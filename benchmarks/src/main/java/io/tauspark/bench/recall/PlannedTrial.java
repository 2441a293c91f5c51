package io.tauspark.bench.recall;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A trial that may have to be run.
 *
 * @param name what no other trial of the benchmark is called
 * @param settings all that its result depends on
 * @param steps that it takes
 * @param tokens that it learns from
 * @param work runs it on the calling thread
 * @param <R> what comes of it
 */
record PlannedTrial<R extends TrialResult>(String name, JsonNode settings, int steps, long tokens, Work<R> work) {

    /** The trial itself. */
    interface Work<R> {
        R run(Progress progress) throws Exception;
    }
}
