package io.tauspark.corpus;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Pieces of input as messages show them: on one line, with nothing that a terminal acts on, and short. */
public final class Shown {
    private static final int LONGEST = 120;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_NAMES = 12;

    private Shown() {}

    /** The beginning of a record. */
    public static String record(String text) {
        return cut(text.strip(), LONGEST);
    }

    /** The whole name of a file. */
    public static String name(String name) {
        return cut(name, Integer.MAX_VALUE);
    }

    /** Names of fields, the first of many. */
    public static String names(List<String> names) {
        return names.stream()
                        .limit(MOST_NAMES)
                        .map(name -> cut(name, LONGEST_NAME))
                        .collect(Collectors.joining(", "))
                + (names.size() > MOST_NAMES
                        ? String.format(Locale.ROOT, " and %d more", names.size() - MOST_NAMES)
                        : "");
    }

    private static String cut(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(longest).forEach(point -> append(shown, point));
        return text.codePointCount(0, text.length()) > longest ? shown + "…" : shown.toString();
    }

    private static void append(StringBuilder shown, int point) {
        switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> shown.append(String.format(Locale.ROOT, "\\u%04x", point));
            default -> shown.appendCodePoint(point);
        }
    }
}
