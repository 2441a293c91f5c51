package io.tauspark.corpus;

/** What is one document in plain text. */
public enum TextUnit {
    /** Every line that is not blank. */
    LINE,
    /** Every file; its id is its path below the input. */
    FILE
}
