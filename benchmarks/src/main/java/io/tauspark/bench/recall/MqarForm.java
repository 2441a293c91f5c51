package io.tauspark.bench.recall;

import io.tauspark.config.Settings;

/** How a sequence of multi-query associative recall says which value belongs to a key. */
enum MqarForm {
    /** The value is the token behind its key: a model has to bring it to the place of the key, and to find the key again. */
    BEHIND(1),
    /**
     * Key and value are one token, whose two embeddings add up; all others are stacked with {@link #BLANK}. What is left is
     * to find the key again.
     */
    STACKED(2);

    /** An id that is neither key nor value. */
    static final int BLANK = 0;

    private final int parts;

    MqarForm(int parts) {
        this.parts = parts;
    }

    /** Ids of a token. */
    int parts() {
        return parts;
    }

    /** Tokens of a pair. */
    int tokensOfPair() {
        return 3 - parts;
    }

    /** The name of the form for people. */
    String title() {
        return Settings.spelling(this);
    }
}
