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
 */
record PlannedTrial(String name, JsonNode settings, int steps, long tokens, Work work) {

    /** The trial itself. */
    interface Work {
        RecallResult run(Progress progress) throws Exception;
    }
}
