package io.tauspark.bench.recall;

import com.fasterxml.jackson.databind.JsonNode;

/** A record of a finished trial, a line of a {@link ResultFile}. */
interface TrialResult {
    /** The name of the trial, which no other trial has. */
    String name();

    /** All that the result depends on. */
    JsonNode settings();
}
