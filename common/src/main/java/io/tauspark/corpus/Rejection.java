package io.tauspark.corpus;

import io.tauspark.config.Settings;

/** The reason why a record of a corpus is no document. */
public enum Rejection {
    BROKEN_JSON,
    NOT_AN_OBJECT,
    MISSING_TEXT,
    EMPTY_TEXT,
    MISSING_EMBEDDING,
    /** Text that is no string or array of strings, an id that is no string or number, an embedding of no numbers. */
    WRONG_TYPE,
    /** A null among the lines of a text or the numbers of an embedding. */
    NULL_ELEMENT,
    /** NaN or an infinity in an embedding. */
    NOT_FINITE,
    /** An embedding with another number of features than the others. */
    WRONG_LENGTH,
    /** Bytes that are no UTF-8, or escaped characters that UTF-8 cannot hold. */
    INVALID_UTF8,
    /** Longer than {@code record-limit}. */
    TOO_LONG,
    /** Another document with another content has the same id. */
    DUPLICATE_ID;

    /** The name in files and messages, such as {@code broken-json}; it never changes. */
    public String reason() {
        return Settings.spelling(this);
    }
}
