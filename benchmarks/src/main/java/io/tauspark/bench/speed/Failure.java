package io.tauspark.bench.speed;

/**
 * One process of a benchmark that measured nothing.
 *
 * @param round counted from 1
 * @param contender its name
 * @param context tokens of a window
 * @param reason what went wrong
 */
record Failure(int round, String contender, int context, String reason) {}
