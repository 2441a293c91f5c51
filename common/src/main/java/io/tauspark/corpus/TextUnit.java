package io.tauspark.corpus;

/** The unit of plain text that is one document. */
public enum TextUnit {
    /** Every line that is not blank. */
    LINE,
    /** Every file; its id is its path below the input. */
    FILE
}
