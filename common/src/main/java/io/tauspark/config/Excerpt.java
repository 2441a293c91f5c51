package io.tauspark.config;

import java.util.Locale;

/** A value that somebody gave, as a message shows it: on one line, and no longer than a reader takes in. */
final class Excerpt {
    private static final int LONGEST = 300;

    private Excerpt() {}

    /** The text up to a bound, with control characters (line breaks, bytes of no text) as their code. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST).mapToObj(Excerpt::shown).forEach(shown::append);
        return text.codePointCount(0, text.length()) > LONGEST ? shown + "…" : shown.toString();
    }

    private static String shown(int point) {
        return Character.isISOControl(point) ? String.format(Locale.ROOT, "\\u%04x", point) : Character.toString(point);
    }
}
