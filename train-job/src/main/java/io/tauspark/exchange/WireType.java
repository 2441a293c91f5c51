package io.tauspark.exchange;

/** The format in which numbers travel between workers. */
public enum WireType {
    /** The numbers as they are. */
    FLOAT32,
    /** Rounded to the nearest bfloat16, in half the bytes: eight bits of each mantissa arrive. Sums are added in float32. */
    BFLOAT16
}
