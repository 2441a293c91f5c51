package io.tauspark.bench.decode;

/**
 * The cost of one token.
 *
 * @param part of the benchmark
 * @param shape of the head or model
 * @param contender name of the state, or of what else is compared
 * @param tokens before it, or in the mean of which it is
 * @param round its number; only times of one round, shape and number of tokens are compared with each other
 * @param micros microseconds that it takes to add the token and to look at all of them
 * @param bytes of what is kept
 */
record DecodeTime(Part part, String shape, String contender, int tokens, int round, double micros, long bytes) {}
