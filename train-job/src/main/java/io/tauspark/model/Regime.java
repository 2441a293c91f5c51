package io.tauspark.model;

/** The way in which a head sees the memory's Laplacian, which has more features than a narrow head. */
public enum Regime {
    /** Each key head keeps its own features; the others are eliminated by Kron reduction. */
    KRON,
    /** Each key head is as wide as the memory and sees all of it. */
    NATIVE,
    /** A learned map per key head takes its vectors to the memory's features, for λ alone. */
    PROJECTED
}
