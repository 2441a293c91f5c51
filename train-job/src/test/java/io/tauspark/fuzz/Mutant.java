package io.tauspark.fuzz;

/**
 * A damaged file.
 *
 * @param name its kind and number, by which it can be made again
 * @param original what was damaged
 * @param content what became of it; the same as the original where the damage changed nothing
 */
public record Mutant(String name, byte[] original, byte[] content) {}
