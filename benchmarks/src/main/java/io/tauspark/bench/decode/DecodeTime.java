package io.tauspark.bench.decode;

/**
 * The cost of one token for one head.
 *
 * @param state name of the state
 * @param tokens before it
 * @param round number of the round
 * @param append microseconds that it takes to add the token, amortised over all tokens so far
 * @param attend microseconds of a look at all of them
 * @param bytes of the state
 */
record DecodeTime(String state, int tokens, int round, double append, double attend, long bytes) {
    double total() {
        return append + attend;
    }
}
