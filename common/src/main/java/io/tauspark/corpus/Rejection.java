package io.tauspark.corpus;

import io.tauspark.config.Settings;

/** Why a line of a corpus is no document. */
public enum Rejection {
    BROKEN_JSON,
    NOT_AN_OBJECT,
    MISSING_TEXT,
    EMPTY_TEXT,
    /** The text is neither a string nor an array of strings, or the id neither a string nor a number. */
    WRONG_TYPE,
    /** Another document with another text has the same id. */
    DUPLICATE_ID;

    /** The name in files and messages, such as {@code broken-json}; it never changes. */
    public String reason() {
        return Settings.spelling(this);
    }
}
