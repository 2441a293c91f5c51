package io.tauspark.graph;

import io.tauspark.corpus.Fingerprint;

/** Where documents stand in a random order that depends on nothing but seed, purpose and id. */
final class SamplePlace {
    private static final int UNUSED_BITS = 11;

    private SamplePlace() {}

    /** In [0, 1), evenly spread. */
    static double of(long seed, String purpose, String id) {
        return (Fingerprint.of(seed, purpose + ": " + id) >>> UNUSED_BITS) * 0x1p-53;
    }
}
