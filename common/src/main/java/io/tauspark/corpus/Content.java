package io.tauspark.corpus;

/** What is read of every record. */
enum Content {
    TEXT,
    VECTOR,
    /** The text as well, if there is a sound one. */
    VECTOR_WITH_TEXT
}
