package io.tauspark.bench.scale;

import org.jspecify.annotations.Nullable;

/**
 * One sum, as one member saw it.
 *
 * @param millis from the member's start to its end
 * @param processorMillis what all its threads spent on processors
 * @param fault what is wrong with the sum; null if nothing is
 */
record Timing(
        double millis, double processorMillis, @Nullable String fault) {}
