package io.tauspark.compare.halving;

/**
 * A step at which trials are compared.
 *
 * @param number from 1
 * @param step after which the validation set is scored
 */
public record Rung(int number, int step) {}
