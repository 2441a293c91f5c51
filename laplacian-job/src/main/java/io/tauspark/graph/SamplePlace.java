package io.tauspark.graph;

import io.tauspark.shards.Fingerprint;

/** The place of documents in a random order that depends on nothing but seed, purpose and id. */
final class SamplePlace {
    private SamplePlace() {}

    /** The place in [0, 1), evenly spread. */
    static double of(long seed, String purpose, String id) {
        return Fingerprint.fraction(Fingerprint.of(seed, purpose + ": " + id));
    }
}
