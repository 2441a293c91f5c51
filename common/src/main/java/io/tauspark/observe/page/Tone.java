package io.tauspark.observe.page;

import java.util.Locale;

/** What a message means for the reader. */
public enum Tone {
    GOOD,
    WARNING,
    BAD;

    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
