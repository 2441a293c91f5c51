package io.tauspark.bench.quality;

import io.tauspark.shards.Fingerprint;

/**
 * The two halves of the validation documents. A training is stopped in thought where it is best on one, and compared
 * with others on the other, so that nothing is chosen on what it is judged by.
 */
enum HeldOut {
    /** Chooses the parameters of a training. */
    SELECTION,
    /** Scores them, once. */
    TEST;

    /** The shards' own split is by the fingerprint of the id alone, so that one says nothing new here. */
    private static final String PURPOSE = "held-out:";

    /** The half of a document, by its id alone. */
    static HeldOut of(String id) {
        return Fingerprint.fraction(Fingerprint.of(PURPOSE + id)) < 0.5 ? SELECTION : TEST;
    }
}
