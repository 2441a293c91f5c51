package io.tauspark.compare.halving;

/**
 * The score of a trial at a rung.
 *
 * @param rung its number, from 1
 * @param step of the rung
 * @param bitsPerByte of the validation documents after this step
 */
public record RungScore(int rung, int step, double bitsPerByte) {}
