package io.tauspark.shards;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tauspark.config.Settings;

/** The two sides of a corpus. Training never reads the other one. */
public enum Split {
    @JsonProperty("train")
    TRAIN,
    @JsonProperty("validation")
    VALIDATION;

    /**
     * The side of a document. It depends on nothing but the id, so a document stays on its side whatever the seed and
     * whatever else the corpus holds; a larger fraction only adds to validation.
     *
     * @param fraction expected share of validation, in (0, 1)
     */
    public static Split of(String id, double fraction) {
        return Fingerprint.fraction(Fingerprint.of(id)) < fraction ? VALIDATION : TRAIN;
    }

    /** The directory of its parts. */
    public String directory() {
        return Settings.spelling(this);
    }
}
