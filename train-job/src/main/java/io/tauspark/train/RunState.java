package io.tauspark.train;

/**
 * Where a run stands, beside its weights and moments.
 *
 * @param step optimizer steps taken
 * @param seed of the run; the data of every later step follow from it and the step's number
 * @param rate state of the learning rate
 */
record RunState(int step, long seed, RateState rate) {}
