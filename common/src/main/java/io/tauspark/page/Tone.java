package io.tauspark.page;

import java.util.Locale;

/** The meaning of a message for the reader. */
public enum Tone {
    GOOD,
    WARNING,
    BAD;

    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
