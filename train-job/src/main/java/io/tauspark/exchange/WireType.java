package io.tauspark.exchange;

/** How numbers travel between workers. */
public enum WireType {
    /** As they are. */
    FLOAT32,
    /** Rounded to the nearest bfloat16, in half the bytes: eight bits of each mantissa arrive. Sums are added in float32. */
    BFLOAT16
}
