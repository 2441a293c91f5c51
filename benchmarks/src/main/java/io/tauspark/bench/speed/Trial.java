package io.tauspark.bench.speed;

import org.jspecify.annotations.Nullable;

/**
 * One process of a benchmark that measured something.
 *
 * @param round counted from 1; processes of one round ran close to each other in time
 * @param contender its name
 * @param context tokens of a window
 * @param windows windows of a step
 * @param loadAverage how many threads of this machine wanted to run in the minute before; null where it is not told
 * @param measurement what came of it
 */
record Trial(
        int round,
        String contender,
        int context,
        int windows,
        @Nullable Double loadAverage,
        Measurement measurement) {}
