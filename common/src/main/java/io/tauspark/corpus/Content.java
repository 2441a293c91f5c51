package io.tauspark.corpus;

/** The parts of every record that are read. */
public enum Content {
    TEXT,
    VECTOR,
    /** The text as well, if there is a sound one. */
    VECTOR_WITH_TEXT
}
